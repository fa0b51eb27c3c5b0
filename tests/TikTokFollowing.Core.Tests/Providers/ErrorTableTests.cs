using System.Text;
using System.Text.Json;
using TikTokFollowing.Tests.Support;
using static TikTokFollowing.FollowingErrorKind;

namespace TikTokFollowing.Tests.Providers;

/// <summary>Every documented refusal: what it is called, whether it is tried again, what it carries, what it costs.</summary>
public sealed class ErrorTableTests
{
    private const FollowingProvider Dumpling = FollowingProvider.DumplingAI;
    private const FollowingProvider Full = FollowingProvider.FullTikTok;
    private const FollowingProvider Research = FollowingProvider.TikTokResearch;
    private const int Never = 1;
    private const int Once = 2;
    private const int Transient = 5;

    private static readonly string Seconds = $"{TestClock.AttemptTimeout.TotalSeconds} s";

    private const string Html = "<!DOCTYPE html>\n<html><head><title>Not here</title></head><body>nginx</body></html>";

    public sealed record Row(FollowingProvider Provider, int Status, string Body, FollowingErrorKind Kind, int Requests)
    {
        public string? Code { get; init; }

        public string? RequestId { get; init; }

        /// <summary>Words of the provider that the message must quote.</summary>
        public string? Says { get; init; }

        public override string ToString() => $"{Provider} {Status} {Body}";
    }

    public static TheoryData<Row> Rows
    {
        get
        {
            TheoryData<Row> rows = [];
            foreach (string text in new[]
            {
                "Invalid JSON in request body", "'handle' parameter is required and must be a non-empty string.",
                "The following service could not process the handle.", "The following service reported an issue.",
            })
            {
                AddText(400, text, BadRequest, Never);
            }

            AddText(401, "API key is missing, invalid, or inactive.", AuthenticationFailed, Never);
            AddText(403, "API key does not have enough credits.", OutOfCredits, Never);
            AddText(402, "made-up text: no document of this API names the status", OutOfCredits, Never);
            AddText(404, "The following list could not be found.", NotFound, Never);
            AddText(429, "made-up text: the overview page documents 429 but shows no body", RateLimited, Transient);
            AddText(500, "Service not configured. Please contact support.", ServiceFault, Never);
            AddText(500, "Service authentication failed. Please contact support.", ServiceFault, Never);
            AddText(500, "An unexpected server error occurred...", ServiceFault, Once);
            AddText(502, "The following service is currently unavailable.", UpstreamUnavailable, Transient);
            AddText(502, "Received invalid data structure from following service.", UpstreamUnavailable, Transient);
            AddText(502, "Error fetching following data from the upstream service.", UpstreamUnavailable, Transient);
            AddText(503, "Rate limit exceeded with an upstream service.", RateLimited, Transient);
            AddText(504, "made-up text: the gateway timed out", UpstreamUnavailable, Transient);

            foreach (JsonElement error in Payload.ReadArray("11-dumpling-errors.json").Where(error => error.GetProperty("status").GetInt32() != 200))
            {
                int status = error.GetProperty("status").GetInt32();
                rows.Add(new Row(Dumpling, status, error.GetProperty("body").GetRawText(), KindOf(Dumpling, status), RequestsOf(status)));
            }

            foreach (JsonElement error in Payload.ReadArray("13-rapidapi-gateway-errors.json"))
            {
                int status = error.GetProperty("status").GetInt32();
                JsonElement body = error.GetProperty("body");
                string text = body.ValueKind == JsonValueKind.Null ? "" : body.GetRawText();
                bool isQuota = text.Contains(" quota ", StringComparison.Ordinal);
                rows.Add(new Row(Full, status, text, isQuota ? QuotaExceeded : KindOf(Full, status), isQuota ? Never : RequestsOf(status)));
            }

            foreach (string window in new[] { "second", "minute", "hour" })
            {
                rows.Add(new Row(Full, 429, $$"""{"message":"You have exceeded the rate limit per {{window}} for your plan"}""", RateLimited, Transient) { Says = window });
            }

            foreach ((int status, FollowingErrorKind kind) in new[]
            {
                (400, BadRequest), (401, AuthenticationFailed), (403, NotSubscribed), (404, NotFound), (429, RateLimited),
                (500, ServiceFault), (502, UpstreamUnavailable), (503, RateLimited), (504, UpstreamUnavailable),
            })
            {
                rows.Add(new Row(
                    Full,
                    status,
                    """{"meta":{"request_id":"req-7","cached":false},"data":null,"pagination":null,"error":{"code":"THE_CODE","message":"The words.","details":{"a":[1,{"b":null}]}}}""",
                    kind,
                    RequestsOf(status)) { Code = "THE_CODE", RequestId = "req-7", Says = "The words" });
            }

            // 200, but the provider or TikTok refuses inside.
            foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
            {
                JsonElement[] refusals = [.. Payload.ReadArray("06-inband-errors-http200.json").Select(entry => entry.GetProperty("body"))];
                rows.Add(new Row(provider, 200, refusals[0].GetRawText(), ListHidden, Never) { Code = "3002060", Says = "Profile user is hiding following list" });
                rows.Add(new Row(provider, 200, refusals[1].GetRawText(), ListHidden, Never) { Code = "2096" });
                rows.Add(new Row(provider, 200, refusals[2].GetRawText(), NotFound, Never) { Code = "2065", Says = "User doesn't exist" });
                rows.Add(new Row(provider, 200, refusals[3].GetRawText(), ServiceFault, Never) { Code = "10201", Says = "not logged in" });
                rows.Add(new Row(provider, 200, refusals[4].GetRawText(), ServiceFault, Never) { Code = "-1" });
                rows.Add(new Row(provider, 200, refusals[5].GetRawText(), ListHidden, Never) { Code = "-1", Says = "Profile user is hiding following list" });
                rows.Add(new Row(provider, 200, """{"status_code":3170,"status_msg":""}""", NotFound, Never) { Code = "3170" });
                rows.Add(new Row(provider, 200, """{"data":{"status_code":3002060,"followingList":[]}}""", ListHidden, Never) { Code = "3002060" });
                rows.Add(new Row(provider, 200, """{"data":null,"error":{"code":"NOT_FOUND","message":"The requested resource was not found."}}""", NotFound, Never) { Code = "NOT_FOUND" });
                rows.Add(new Row(provider, 200, """{"data":[],"error":{"code":"X","message":"made up"}}""", ServiceFault, Never) { Code = "X", Says = "made up" });
                rows.Add(new Row(provider, 200, """{"error":{"code":"X","message":"made up"},"status":"error"}""", ServiceFault, Never) { Code = "X", Says = "made up" });
                rows.Add(new Row(provider, 200, """{"error":"made up"}""", ServiceFault, Never) { Says = "made up" });

                // 200, but not a page.
                rows.Add(new Row(provider, 200, "", InvalidResponse, Transient));
                rows.Add(new Row(provider, 200, " \r\n\t", InvalidResponse, Transient));
                foreach (string body in new[]
                {
                    """{"error":{}}""", "null", "[]", "[{\"user\":{\"id\":\"1\"}}]", "\"text\"", "true", "7", "{}", """{"hasMore":false,"total":5}""", """{"followingList":null}""",
                    """{"data":{}}""", """{"users":[]}""", Html, "  \n" + Html, "Bad gateway", """{"followingList":[{"user":{"id":"1"}}""", """{"followingList":[]} trailing""",
                    "\0\0\0\0", "{\"followingList\":" + new string('[', 200_000),
                })
                {
                    rows.Add(new Row(provider, 200, body, InvalidResponse, Never));
                }

                // A wrong address is not a verdict on the user or the key.
                foreach (int status in new[] { 403, 404 })
                {
                    rows.Add(new Row(provider, status, Html, InvalidResponse, Never));
                    rows.Add(new Row(provider, status, "", InvalidResponse, Never));
                    rows.Add(new Row(provider, status, "Forbidden", InvalidResponse, Never));
                    rows.Add(new Row(provider, status, "[]", InvalidResponse, Never));
                    rows.Add(new Row(provider, status, "{}", InvalidResponse, Never));
                }

                foreach (int status in new[] { 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 405, 406, 408, 409, 410, 413, 418, 422, 451, 501, 505, 520, 599 })
                {
                    rows.Add(new Row(provider, status, """{"data":[{"user":{"id":"1"},"user_id":"1"}],"hasMore":false}""", InvalidResponse, Never));
                }

                // A status that means something keeps its meaning whatever stands in the body.
                foreach ((int status, FollowingErrorKind kind) in new[]
                {
                    (400, BadRequest), (401, AuthenticationFailed), (429, RateLimited), (500, ServiceFault), (502, UpstreamUnavailable), (503, RateLimited), (504, UpstreamUnavailable),
                })
                {
                    foreach (string body in new[] { "", Html, "null", """{"error":""" })
                    {
                        rows.Add(new Row(provider, status, body, kind, RequestsOf(status)));
                    }
                }
            }

            foreach ((int status, string code, string message, FollowingErrorKind kind, int requests) in new[]
            {
                (400, "invalid_params", "Invalid field: cursor.", BadRequest, Never),
                (400, "invalid_params", "API cannot return this user's information.", ListHidden, Never),
                (400, "invalid_params", "This user is private.", ListHidden, Never),
                (403, "forbidden", "The user's information cannot be returned.", ListHidden, Never),
                (400, "invalid_params", "Cannot find the user.", NotFound, Never),
                (404, "not_found", "cannot find the user", NotFound, Never),
                (401, "access_token_invalid", "The access token is invalid or not found in the request.", AuthenticationFailed, Never),
                (401, "scope_not_authorized", "The user did not authorize the scope required for completing this request.", NotSubscribed, Never),
                (401, "scope_permission_missed", "The client lacks the scope.", NotSubscribed, Never),
                (403, "scope_not_authorized", "The client lacks the scope.", NotSubscribed, Never),
                (429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.", RateLimited, Transient),
                (429, "daily_quota_limit_exceeded", "The daily quota limit is exceeded.", QuotaExceeded, Never),
                (500, "internal_error", "Something went wrong. Please try again later.", ServiceFault, Once),
            })
            {
                rows.Add(new Row(Research, status, $$$"""{"data":{},"error":{"code":"{{{code}}}","message":"{{{message}}}","log_id":"log-7"}}""", kind, requests)
                {
                    Code = code,
                    Says = message.TrimEnd('.'),
                    RequestId = "log-7",
                });
            }

            rows.Add(new Row(Research, 200, """{"data":{},"error":{"code":"internal_error","message":"made up","log_id":"log-7"}}""", ServiceFault, Never)
            {
                Code = "internal_error",
                RequestId = "log-7",
            });
            foreach (FollowingProvider provider in new[] { FollowingProvider.ScrapeCreators, FollowingProvider.SociaVault })
            {
                foreach ((int status, FollowingErrorKind kind) in new[]
                {
                    (400, BadRequest), (401, AuthenticationFailed), (402, OutOfCredits), (404, NotFound), (429, RateLimited), (500, ServiceFault),
                    (502, UpstreamUnavailable), (503, RateLimited), (504, UpstreamUnavailable),
                })
                {
                    rows.Add(new Row(provider, status, """{"success":false,"message":"The words."}""", kind, RequestsOf(status)) { Says = "The words" });
                    rows.Add(new Row(provider, status, """{"error":"the_code","message":"The words."}""", kind, RequestsOf(status)));
                }

                rows.Add(new Row(provider, 402, "", OutOfCredits, Never));
                rows.Add(new Row(provider, 403, """{"message":"made up: no API of this family documents it"}""", InvalidResponse, Never));
            }

            foreach (FollowingProvider provider in new[] { Dumpling, Full, Research })
            {
                rows.Add(new Row(provider, 402, """{"data":[{"user":{"id":"1"},"user_id":"1"}],"hasMore":false}""", InvalidResponse, Never));
            }

            rows.Add(new Row(Dumpling, 403, """{"message":"Forbidden by a proxy"}""", InvalidResponse, Never));
            rows.Add(new Row(Dumpling, 404, """{"message":"no Route matched"}""", InvalidResponse, Never));
            rows.Add(new Row(Full, 404, """{"message":"API doesn't exists"}""", InvalidResponse, Never));
            rows.Add(new Row(Dumpling, 429, """{"error":"the MONTHLY quota text of the other vendor"}""", RateLimited, Transient));
            return rows;

            void AddText(int status, string text, FollowingErrorKind kind, int requests)
            {
                string json = JsonSerializer.Serialize(text);
                rows.Add(new Row(Dumpling, status, $$"""{"error":{{json}}}""", kind, requests) { Says = text.TrimEnd('.') });
                rows.Add(new Row(Dumpling, status, $$$"""{"error":{"code":"the_code","message":{{{json}}}},"status":"error"}""", kind, requests)
                {
                    Says = text.TrimEnd('.'),
                    Code = "the_code",
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public async Task Answer_OfTheTable_BecomesItsError(Row row)
    {
        using Client client = new(row.Provider);
        client.Handler.Enqueue(Page.Of(row.Provider, 1, 2, "1700000100", "true"));
        client.Handler.Otherwise = Reply.Json(row.Body, row.Status);

        // A token that is not accepted is fetched anew, once, and the request made once more.
        int renewals = row is { Provider: Research, Kind: AuthenticationFailed } ? 1 : 0;
        int requests = 1 + row.Requests + renewals;

        Reading reading = await client.ReadAsync();

        FollowingException failure = Assert.IsType<FollowingException>(reading.Failure);
        Assert.Equal([1, 2], reading.Accounts);
        Assert.Equal(row.Kind, failure.Kind);
        Assert.Equal(requests, client.Handler.Requests.Count);
        Assert.Equal(row.Provider == Research ? 1 + renewals : 0, client.Handler.TokenRequests.Count);
        Assert.Equal(row.Status, failure.StatusCode);
        Assert.Equal(row.Provider, failure.Provider);
        Assert.Equal("1700000100", failure.Cursor);
        Assert.Null(failure.RetryAfter);
        Assert.Equal(
            row.Kind is AuthenticationFailed or NotSubscribed or OutOfCredits or QuotaExceeded, failure.EndsTheAsking);
        Assert.StartsWith("'name': ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", failure.Message, StringComparison.Ordinal);
        if (row.Code is not null)
        {
            Assert.Equal(row.Code, failure.ProviderCode);
        }

        Assert.Equal(row.RequestId, failure.RequestId);
        Assert.Contains(row.Says ?? "", failure.Message, StringComparison.Ordinal);

        FollowingSummary summary = reading.Summary;
        Assert.Equal(StatusOf(row.Kind), summary.Status);
        Assert.Equal("1700000100", summary.NextCursor);
        Assert.Equal(requests + client.Handler.TokenRequests.Count, summary.Requests);
        Assert.Equal(row.Requests - 1, summary.Retries);
        Assert.NotNull(summary.Message);

        // Refusals are free; every 2xx may have been charged.
        Assert.Equal(row.Status is >= 200 and < 300 ? 1 + row.Requests : 1, summary.Credits);
        Assert.Equal(summary.Credits, client.Connection.CreditsSpent);
        Assert.Equal(row.Requests - 1, client.Events.Of<RetryEvent>().Count);
        Assert.Equal(summary.Requests, client.Events.Of<RequestEvent>().Count);
        Assert.Equal(row.Status, client.Events.Of<RequestEvent>()[^1].StatusCode);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task NetworkFailure_IsRetriedAndMayHaveBeenCharged(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Otherwise = Reply.Refused();

        Reading reading = await client.ReadAsync();

        Assert.Equal(NetworkFailure, reading.Failure!.Kind);
        Assert.Null(reading.Failure.StatusCode);
        Assert.False(reading.Failure.EndsTheAsking);
        Assert.Contains(client.Connection.BaseUri.Host, reading.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", reading.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
        Assert.Equal((5 + client.Handler.TokenRequests.Count, 4, 5m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.All(client.Events.Of<RetryEvent>(), retry => Assert.True(retry.MayHaveBeenCharged));
    }

    [Fact]
    public async Task UntrustedCertificate_IsANetworkFailureThatIsNotRetried()
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Fail(new HttpRequestException(
            "The SSL connection could not be established.", new System.Security.Authentication.AuthenticationException("RemoteCertificateNameMismatch"))));

        FollowingException failure = await client.FailAsync();

        Assert.Equal(NetworkFailure, failure.Kind);
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Contains("RemoteCertificateNameMismatch", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Timeout_IsRetriedAndMayHaveBeenCharged(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Otherwise = Reply.Hang(client.Time);

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.Timeout, reading.Failure!.Kind);
        Assert.False(reading.Failure.EndsTheAsking);
        Assert.Contains(Seconds, reading.Failure.Message, StringComparison.Ordinal);
        Assert.Equal((5 + client.Handler.TokenRequests.Count, 4, 5m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.All(client.Events.Of<RequestEvent>().Where(request => request.Page is not null), request => Assert.Equal(TestClock.AttemptTimeout, request.Duration));
    }

    [Fact]
    public async Task Timeout_InsideTheBody_IsRetriedAndCharged()
    {
        using Client client = new();
        client.Handler.Enqueue(
            Reply.Content(() => new StreamContent(new HangingStream(client.Time))), Page.Of(client.Provider, 1, 2));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2], reading.Accounts);
        Assert.Equal((2, 1, 2m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        RetryEvent retry = Assert.Single(client.Events.Of<RetryEvent>());
        Assert.True(retry.MayHaveBeenCharged);
        Assert.Contains(Seconds, retry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResetInsideTheBody_IsRetriedAndCharged()
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Broken("""{"followingList":[{"user":{"id":"9"}}]"""), Page.Of(client.Provider, 1, 2));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2], reading.Accounts);
        Assert.Equal((2, 1, 2m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal(200, client.Events.Of<RequestEvent>()[0].StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task MaximumRetryCount_IsKept(int retries)
    {
        using Client client = new(retries: retries);
        client.Handler.Otherwise = Reply.Json("", 502);

        Reading reading = await client.ReadAsync();

        Assert.Equal(UpstreamUnavailable, reading.Failure!.Kind);
        Assert.Equal(retries + 1, client.Handler.Requests.Count);
        Assert.Equal(retries, client.Time.Delays.Count);
    }

    [Fact]
    public async Task Retries_AreBoundedPerRequestNotPerList()
    {
        using Client client = new(retries: 2);
        for (int page = 0; page < 5; page++)
        {
            client.Handler.Enqueue(
                Reply.Json("", 502),
                Reply.Json("", 503),
                Page.Of(client.Provider, page, 1, $"{900 - page}", page < 4 ? "true" : "false"));
        }

        Reading reading = await client.ReadAsync();

        Assert.Equal(5, reading.Rows.Count);
        Assert.Equal((15, 10, 5m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
    }

    [Fact]
    public async Task EmptyAnswer_ThenAPage_Recovers()
    {
        using Client client = new();
        client.Handler.Enqueue("", Page.Of(client.Provider, 1, 2));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2], reading.Accounts);
        Assert.Equal((2, 2m), (reading.Summary.Requests, reading.Summary.Credits));
        Assert.True(Assert.Single(client.Events.Of<RetryEvent>()).MayHaveBeenCharged);
    }

    [Fact]
    public async Task Redirect_IsNotFollowedAndNamesItself()
    {
        foreach (int status in new[] { 301, 302, 307, 308 })
        {
            using Client client = new();
            client.Handler.Enqueue(Reply.Json("", status, ("Location", "https://evil.example.invalid/take")));

            FollowingException failure = await client.FailAsync();

            Assert.Equal(InvalidResponse, failure.Kind);
            Assert.Contains("redirect", failure.Message, StringComparison.Ordinal);
            Assert.Single(client.Handler.Requests);
        }
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Answer_CutAtAnyByte_IsNeverAPage(FollowingProvider provider)
    {
        byte[] page = Encoding.UTF8.GetBytes(Page.Of(provider, 1, 3, "1700000100", "true", "5").Replace("user2", "ü2😀", StringComparison.Ordinal));
        for (int length = 0; length <= page.Length; length++)
        {
            using Client client = new(provider);
            client.Handler.Otherwise = Reply.Bytes(page[..length]);

            Reading reading = await client.ReadAsync(new FollowingListOptions { MaxPages = 1 });

            if (length == page.Length)
            {
                Assert.Null(reading.Failure);
                Assert.Equal(3, reading.Rows.Count);
                continue;
            }

            Assert.True(reading.Failure?.Kind == InvalidResponse, $"Cut at byte {length}: {reading.Failure}");
            Assert.Empty(reading.Rows);
            Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
            Assert.Equal(length == 0 ? Transient : Never, client.Handler.Requests.Count);
            Assert.Equal(client.Handler.Requests.Count, reading.Summary.Credits);
        }
    }

    [Fact]
    public async Task Answer_LargerThanTheLimit_IsRefusedWithoutReadingOn()
    {
        using Client client = new();
        EndlessStream stream = new();
        client.Handler.Enqueue(Reply.Content(() => new StreamContent(stream)));

        FollowingException failure = await client.FailAsync();

        Assert.Equal(InvalidResponse, failure.Kind);
        Assert.Contains("larger than any page", failure.Message, StringComparison.Ordinal);
        Assert.InRange(stream.BytesRead, 16 * 1024 * 1024, 40 * 1024 * 1024);
        Assert.Single(client.Handler.Requests);
    }

    [Fact]
    public async Task Answer_JustBelowTheLimit_IsRead()
    {
        byte[] page = Encoding.UTF8.GetBytes(Page.Of(FollowingProvider.DumplingAI, 1, 2));
        byte[] body = new byte[16 * 1024 * 1024];
        body.AsSpan().Fill((byte)' ');
        page.CopyTo(body, body.Length - page.Length);
        using Client client = new();
        client.Handler.Enqueue(Reply.Bytes(body));

        Assert.Equal([1, 2], (await client.ReadAsync()).Accounts);
        Assert.Equal(body.Length, client.Events.Of<RequestEvent>()[0].Bytes);
    }

    [Fact]
    public async Task ErrorAnswer_LargerThanTheLimit_KeepsItsMeaning()
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Content(() => new StreamContent(new EndlessStream()), 401));

        Assert.Equal(AuthenticationFailed, (await client.FailAsync()).Kind);
    }

    [Fact]
    public async Task ProviderText_OfAnyLength_IsCutAndNeutralised()
    {
        using Client client = new();
        string text = "a\u001b[31m\u202eb\r\nc" + string.Concat(Enumerable.Repeat("😀", 10_000));
        client.Handler.Enqueue(Reply.Json($$"""{"error":{{JsonSerializer.Serialize(text)}}}""", 401));

        FollowingException failure = await client.FailAsync();

        Assert.True(failure.Message.Length < 500);
        Assert.Equal(failure.Message, DisplayText.Neutralize(failure.Message));
    }

    private static int RequestsOf(int status) => status is 429 or 502 or 503 or 504 ? Transient : Never;

    private static FollowingErrorKind KindOf(FollowingProvider provider, int status) => status switch
    {
        400 => BadRequest,
        401 => AuthenticationFailed,
        403 => provider == Dumpling ? OutOfCredits : NotSubscribed,
        404 => NotFound,
        429 or 503 => RateLimited,
        500 => ServiceFault,
        502 or 504 => UpstreamUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static FollowingStatus StatusOf(FollowingErrorKind kind) => kind switch
    {
        NotFound => FollowingStatus.NotFound,
        ListHidden => FollowingStatus.Hidden,
        OutOfCredits or QuotaExceeded => FollowingStatus.OutOfCredits,
        _ => FollowingStatus.Failed,
    };

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            BytesRead += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Some bytes of a body, then silence until the attempt times out.</summary>
    private sealed class HangingStream(TestClock time) : MemoryStream("{\"followingList\":["u8.ToArray())
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                time.Advance(TestClock.AttemptTimeout);
                await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
            }

            return read;
        }
    }
}
