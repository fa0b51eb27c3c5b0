using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Tests.Support;

public enum Contract
{
    DumplingAI,
    FullTikTok,
    Research,
    ScrapeCreators,
    SociaVault,
}

/// <summary>A page as a client would read it.</summary>
/// <param name="Rows">The entries as they came.</param>
/// <param name="Handles">The handle of each entry.</param>
/// <param name="Cursor">Null when it is absent or null.</param>
/// <param name="HasMore">Null when it is absent.</param>
/// <param name="Total">Null when it is absent.</param>
internal sealed record Page(IReadOnlyList<JsonElement> Rows, IReadOnlyList<string> Handles, long? Cursor, bool? HasMore, int? Total);

/// <summary>Builds the documented requests by hand: the tests share no code with the client.</summary>
internal static class Ask
{
    internal const string DumplingPath = "/api/v1/get-tiktok-user-following";
    internal const string ResearchPath = "/v2/research/user/following/";
    internal const string TokenPath = "/v2/oauth/token/";
    internal const string ScrapeCreatorsPath = "/v1/tiktok/user/following";
    internal const string SociaVaultPath = "/v1/scrape/tiktok/following";

    private static readonly Contract[] AllContracts = Enum.GetValues<Contract>();

    public static TheoryData<Contract> Contracts => [.. AllContracts];

    public static TheoryData<Contract, Contract> PairsOfContracts
    {
        get
        {
            TheoryData<Contract, Contract> pairs = [];
            foreach (Contract first in AllContracts)
            {
                foreach (Contract second in AllContracts.Where(contract => contract != first))
                {
                    pairs.Add(first, second);
                }
            }

            return pairs;
        }
    }

    /// <summary>Two of the contracts have no page size.</summary>
    internal static bool IsMobile(Contract contract) => contract is Contract.ScrapeCreators or Contract.SociaVault;

    /// <summary>How many accounts a page has when 100 are asked for.</summary>
    internal static int PageSizeOf(Contract contract) => IsMobile(contract) ? 20 : 100;

    /// <param name="contract">Whose request.</param>
    /// <param name="handle">Whose list.</param>
    /// <param name="cursor">Where the page starts; null = at the newest follow.</param>
    /// <param name="count">Accounts a page; null = the default. Contracts without a page size ignore it.</param>
    /// <param name="key">The API key, or the access token of the Research API.</param>
    internal static SandboxRequest Request(Contract contract, string handle, long? cursor = null, int? count = 100, string? key = SandboxHandler.ApiKey)
    {
        string?[] fields;
        switch (contract)
        {
            case Contract.DumplingAI:
                fields = [$"\"handle\":{JsonSerializer.Serialize(handle)}", Part("\"minTime\":", cursor), Part("\"count\":", count)];
                return Json(DumplingPath, $"{{{Join(',', fields)}}}", key);
            case Contract.Research:
                fields = [$"\"username\":{JsonSerializer.Serialize(handle)}", Part("\"cursor\":", cursor), Part("\"max_count\":", count)];
                return Json(ResearchPath, $"{{{Join(',', fields)}}}", key);
            case Contract.FullTikTok:
                fields = [Part("count=", count), Part("max_time=", cursor)];
                return FullTikTokTarget($"/api/v1/users/{Uri.EscapeDataString(handle)}/following?{Join('&', fields)}", key);
            default:
                fields = [$"handle={Uri.EscapeDataString(handle)}", Part("min_time=", cursor)];
                return Get($"{(contract == Contract.ScrapeCreators ? ScrapeCreatorsPath : SociaVaultPath)}?{Join('&', fields)}", "x-api-key", key);
        }
    }

    internal static SandboxRequest Json(string path, string body, string? key = SandboxHandler.ApiKey, string contentType = "application/json")
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = contentType };
        if (key is not null)
        {
            headers["Authorization"] = $"Bearer {key}";
        }

        return new SandboxRequest("POST", path, headers, Encoding.UTF8.GetBytes(body));
    }

    internal static SandboxRequest FullTikTokTarget(string target, string? key = SandboxHandler.ApiKey, string? host = "full-tiktok-api.p.rapidapi.com")
    {
        SandboxRequest request = Get(target, "X-RapidAPI-Key", key);
        return host is null
            ? request
            : request with { Headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase) { ["X-RapidAPI-Host"] = host } };
    }

    internal static SandboxRequest Get(string target, string header, string? key = SandboxHandler.ApiKey)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        if (key is not null)
        {
            headers[header] = key;
        }

        return new SandboxRequest("GET", target, headers, default);
    }

    internal static SandboxRequest TokenForm(
        string form = $"client_key={SandboxHandler.ClientKey}&client_secret={SandboxHandler.ClientSecret}&grant_type=client_credentials",
        string contentType = "application/x-www-form-urlencoded") => Json(TokenPath, form, key: null, contentType);

    internal static string TokenFrom(ReadOnlyMemory<byte> body) => JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!;

    /// <summary>Asks for a page with the key that is accepted, or with a token that was just fetched.</summary>
    internal static SandboxResponse Page(this SandboxResponder responder, Contract contract, string handle, long? cursor = null, int? count = 100) =>
        responder.Respond(Request(contract, handle, cursor, count, responder.KeyFor(contract)));

    /// <summary>The key that is accepted, or a token that was just fetched.</summary>
    internal static string KeyFor(this SandboxResponder responder, Contract contract) =>
        contract == Contract.Research ? TokenFrom(responder.Respond(TokenForm()).Body) : SandboxHandler.ApiKey;

    internal static Page Read(this SandboxResponder responder, Contract contract, string handle, long? cursor = null, int? count = 100) =>
        Read(contract, responder.Page(contract, handle, cursor, count));

    /// <summary>Every page until the list says that it ends.</summary>
    internal static List<Page> ReadAll(this SandboxResponder responder, Contract contract, string handle, int count = 100, long? cursor = null)
    {
        List<Page> pages = [];
        do
        {
            Assert.True(pages.Count < 300, "The list does not end.");
            pages.Add(responder.Read(contract, handle, cursor, count));
            cursor = pages[^1].Cursor;
        }
        while (pages[^1].HasMore != false);
        return pages;
    }

    internal static Page Read(Contract contract, SandboxResponse response)
    {
        Assert.True(response.Status == 200, $"{response.Status} {response.BodyText}");
        return Read(contract, response.Body);
    }

    internal static Page Read(Contract contract, ReadOnlyMemory<byte> body)
    {
        JsonElement root = JsonDocument.Parse(body).RootElement;
        switch (contract)
        {
            case Contract.DumplingAI:
                return Read(root, root, "followingList", row => row.GetProperty("user").GetProperty("uniqueId"), "minCursor", "hasMore");
            case Contract.FullTikTok:
                return Read(root, root.GetProperty("pagination"), "data", row => row.GetProperty("username"), "next_max_time", "has_more");
            case Contract.Research:
                Assert.Equal("ok", root.GetProperty("error").GetProperty("code").GetString());
                JsonElement data = root.GetProperty("data");
                return Read(data, data, "user_following", row => row.GetProperty("username"), "cursor", "has_more");
            default:
                return Read(root, root, "followings", row => row.GetProperty("unique_id"), "min_time", "has_more");
        }
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

    private static Page Read(
        JsonElement list, JsonElement paging, string listKey, Func<JsonElement, JsonElement> handleOf, string cursorKey, string hasMoreKey)
    {
        JsonElement[] rows = list.TryGetProperty(listKey, out JsonElement array) ? [.. array.EnumerateArray()] : [];
        return new Page(
            rows,
            [.. rows.Select(row => handleOf(row).GetString()!)],
            paging.GetProperty(cursorKey) is { ValueKind: JsonValueKind.Number } cursor ? cursor.GetInt64() : null,
            paging.TryGetProperty(hasMoreKey, out JsonElement hasMore) ? hasMore.GetBoolean() : null,
            paging.TryGetProperty("total", out JsonElement total) ? total.GetInt32() : null);
    }

    private static string? Part(string name, long? value) => value is null ? null : name + value;

    private static string Join(char separator, string?[] parts) => string.Join(separator, parts.Where(part => part is not null));
}
