using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Tests;

public enum Contract
{
    Dumpling,
    FullTikTok,
}

/// <summary>A page as a client would read it. <c>Cursor</c> is null when it is absent or null.</summary>
internal sealed record Page(IReadOnlyList<JsonElement> Rows, IReadOnlyList<string> Ids, long? Cursor, bool HasMore, int Total);

/// <summary>Builds the documented requests by hand: the tests share no code with the client.</summary>
internal static class Ask
{
    internal const string DumplingPath = "/api/v1/get-tiktok-user-following";

    internal static SandboxRequest Request(Contract contract, string handle, long? cursor = null, int? count = 100, string key = "sk_test")
    {
        if (contract == Contract.Dumpling)
        {
            List<string> fields = [$"\"handle\":{JsonSerializer.Serialize(handle)}"];
            if (cursor is not null)
            {
                fields.Add($"\"minTime\":{cursor}");
            }

            if (count is not null)
            {
                fields.Add($"\"count\":{count}");
            }

            return DumplingBody($"{{{string.Join(',', fields)}}}", key);
        }

        string query = string.Join('&', new[] { count is null ? null : $"count={count}", cursor is null ? null : $"max_time={cursor}" }.Where(part => part is not null));
        return FullTikTokTarget($"/api/v1/users/{Uri.EscapeDataString(handle)}/following?{query}", key);
    }

    internal static SandboxRequest DumplingBody(string body, string? key = "sk_test", string contentType = "application/json")
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = contentType };
        if (key is not null)
        {
            headers["Authorization"] = $"Bearer {key}";
        }

        return new SandboxRequest("POST", DumplingPath, headers, Encoding.UTF8.GetBytes(body));
    }

    internal static SandboxRequest FullTikTokTarget(string target, string? key = "key", string? host = "full-tiktok-api.p.rapidapi.com")
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        if (key is not null)
        {
            headers["X-RapidAPI-Key"] = key;
        }

        if (host is not null)
        {
            headers["X-RapidAPI-Host"] = host;
        }

        return new SandboxRequest("GET", target, headers, default);
    }

    internal static HttpRequestMessage Message(SandboxRequest request, Uri address)
    {
        HttpRequestMessage message = new(new HttpMethod(request.Method), new Uri(address, request.PathAndQuery));
        if (request.Method == "POST")
        {
            message.Content = new ByteArrayContent(request.Body.ToArray());
        }

        foreach ((string name, string value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    internal static string? HeaderOf(SandboxResponse response, string name) =>
        response.Headers.SingleOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    internal static Page Read(Contract contract, SandboxResponse response)
    {
        Assert.True(response.Status == 200, $"{response.Status} {response.BodyText}");
        return Read(contract, response.Body);
    }

    internal static Page Read(Contract contract, ReadOnlyMemory<byte> body)
    {
        JsonElement root = JsonDocument.Parse(body).RootElement;
        if (contract == Contract.Dumpling)
        {
            JsonElement[] rows = [.. root.GetProperty("followingList").EnumerateArray()];
            return new Page(
                rows,
                [.. rows.Select(row => row.GetProperty("user").GetProperty("id").GetString()!)],
                root.GetProperty("minCursor").GetInt64(),
                root.GetProperty("hasMore").GetBoolean(),
                root.GetProperty("total").GetInt32());
        }

        JsonElement[] data = [.. root.GetProperty("data").EnumerateArray()];
        JsonElement pagination = root.GetProperty("pagination");
        JsonElement next = pagination.GetProperty("next_max_time");
        return new Page(
            data,
            [.. data.Select(row => row.GetProperty("user_id").GetString()!)],
            next.ValueKind == JsonValueKind.Null ? null : next.GetInt64(),
            pagination.GetProperty("has_more").GetBoolean(),
            pagination.GetProperty("total").GetInt32());
    }

    /// <summary>Every page until hasMore is false.</summary>
    internal static List<Page> ReadAll(SandboxResponder responder, Contract contract, string handle, int count = 100)
    {
        List<Page> pages = [];
        long? cursor = null;
        do
        {
            Assert.True(pages.Count < 200, "The list does not end.");
            pages.Add(Read(contract, responder.Respond(Request(contract, handle, cursor, count))));
            cursor = pages[^1].Cursor;
        }
        while (pages[^1].HasMore);
        return pages;
    }

    internal static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
