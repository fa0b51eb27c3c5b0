using System.Net;
using System.Text;

namespace TikTokFollowing.Sandbox.Tests;

public sealed class SandboxHandlerTests : IDisposable
{
    private static readonly Uri Anywhere = new("https://sandbox.invalid");

    private readonly SandboxHandler _handler = new();
    private readonly HttpMessageInvoker _invoker;

    public SandboxHandlerTests() => _invoker = new HttpMessageInvoker(_handler);

    public void Dispose()
    {
        _invoker.Dispose();
        _handler.Dispose();
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public async Task SendAsync_Page_CompletesSynchronouslyWithTheRespondersBytes(Contract contract)
    {
        SandboxRequest request = Ask.Request(contract, "stoolpresidente");
        using HttpRequestMessage message = Ask.Message(request, Anywhere);

        Task<HttpResponseMessage> pending = _invoker.SendAsync(message, CancellationToken.None);

        Assert.True(pending.IsCompletedSuccessfully);
        using HttpResponseMessage response = await pending;
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(new SandboxResponder().Respond(request).Body.ToArray(), body);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("999", response.Headers.GetValues("X-RateLimit-Remaining").Single());
        Assert.Same(message, response.RequestMessage);
        Assert.Equal(1, _handler.Responder.CreditsCharged);
    }

    [Fact]
    public void Send_Page_AnswersAsSendAsync()
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), Anywhere);
        using HttpResponseMessage response = _invoker.Send(message, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task SendAsync_ContentThatMustBeSerialised_IsRead()
    {
        using HttpRequestMessage message = new(HttpMethod.Post, new Uri(Anywhere, Ask.DumplingPath));
        message.Headers.Add("Authorization", $"Bearer {SandboxHandler.ApiKey}");
        message.Content = new StringContent("""{"handle":"sandbox.empty"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _invoker.SendAsync(message, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task SendAsync_405_HasTheAllowHeaderOnTheContent()
    {
        using HttpRequestMessage message = new(HttpMethod.Get, new Uri(Anywhere, Ask.DumplingPath));
        using HttpResponseMessage response = await _invoker.SendAsync(message, CancellationToken.None);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task SendAsync_CancelledToken_ThrowsAndCountsNothing()
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), Anywhere);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _invoker.SendAsync(message, new CancellationToken(canceled: true)));
        Assert.Equal(0, _handler.Responder.CreditsCharged);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_CountsEachRefusalAndCreditOnce()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (_, token) =>
        {
            using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "sandbox.flaky", count: 1), Anywhere);
            using HttpResponseMessage response = await _invoker.SendAsync(message, token);
        });

        // Two refusals before each answer, whoever asked.
        Assert.Equal(133, _handler.Responder.CreditsCharged);
    }
}
