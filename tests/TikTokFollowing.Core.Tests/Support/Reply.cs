using System.Net;
using System.Text;

namespace TikTokFollowing.Tests.Support;

/// <summary>One answer of the script.</summary>
internal sealed class Reply(Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> answer)
{
    public Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken) => answer(request, cancellationToken);

    public static implicit operator Reply(string body) => Json(body);

    public static Reply Json(string body, int status = 200, params (string Name, string Value)[] headers) =>
        Bytes(Encoding.UTF8.GetBytes(body), status, headers);

    public static Reply Bytes(byte[] body, int status = 200, params (string Name, string Value)[] headers) =>
        Content(() => new ByteArrayContent(body), status, headers);

    public static Reply Content(Func<HttpContent> content, int status = 200, params (string Name, string Value)[] headers) => new((_, _) =>
    {
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = content() };
        foreach ((string name, string value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value) || response.Content.Headers.TryAddWithoutValidation(name, value));
        }

        return Task.FromResult(response);
    });

    /// <summary>No answer, but a broken connection.</summary>
    public static Reply Fail(Exception failure) => new((_, _) => Task.FromException<HttpResponseMessage>(failure));

    public static Reply Refused() => Fail(new HttpRequestException("Connection refused"));

    /// <summary>The beginning of a body, then a broken connection.</summary>
    public static Reply Broken(string start) =>
        Content(() => new StreamContent(new BrokenStream(Encoding.UTF8.GetBytes(start))));

    /// <summary>Nothing until the attempt has timed out.</summary>
    public static Reply Hang(TestClock time) => new(async (_, cancellationToken) =>
    {
        time.Advance(TestClock.AttemptTimeout);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Unreachable.");
    });

    /// <summary>Whatever a function makes of the request.</summary>
    public static Reply From(Func<SentRequest, Reply> choose) =>
        new((request, cancellationToken) => choose(request).AnswerAsync(request, cancellationToken));

    /// <summary>Waits for a signal first; a cancelled attempt ends the wait.</summary>
    public Reply After(Task signal) => new(async (request, cancellationToken) =>
    {
        await signal.WaitAsync(cancellationToken);
        return await answer(request, cancellationToken);
    });

    private sealed class BrokenStream(byte[] start) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("The connection was reset.");
        }
    }
}
