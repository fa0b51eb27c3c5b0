using System.Net;
using System.Text;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests;

public sealed class SandboxHandlerTests : IDisposable
{
    private static readonly Uri Anywhere = new("https://sandbox.invalid");

    private readonly SandboxHandler _handler = new(new SandboxResponder(timeProvider: new Clock()));
    private readonly HttpMessageInvoker _invoker;

    public SandboxHandlerTests() => _invoker = new HttpMessageInvoker(_handler);

    public static TheoryData<Contract> Contracts => Ask.Contracts;

    public void Dispose()
    {
        _invoker.Dispose();
        _handler.Dispose();
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task SendAsync_Page_CompletesSynchronouslyWithTheRespondersAnswer(Contract contract)
    {
        SandboxRequest request = Ask.Request(contract, "stoolpresidente", key: _handler.Responder.KeyFor(contract));
        using HttpRequestMessage message = Ask.Message(request, Anywhere);

        Task<HttpResponseMessage> pending = _invoker.SendAsync(message, CancellationToken.None);

        Assert.True(pending.IsCompletedSuccessfully);
        using HttpResponseMessage response = await pending;
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        SandboxResponse expected = new SandboxResponder(timeProvider: new Clock()).Page(contract, "stoolpresidente");
        Assert.Equal(expected.Body.ToArray(), body);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.All(expected.Headers, header => Assert.Equal(header.Value, response.Headers.GetValues(header.Key).Single()));
        Assert.Same(message, response.RequestMessage);
        Assert.Equal(contract == Contract.Research ? 0 : 1, _handler.Responder.CreditsCharged);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task SendAsync_UnknownKey_Is401(Contract contract)
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(contract, "stoolpresidente", key: "sk_test"), Anywhere);
        using HttpResponseMessage response = await _invoker.SendAsync(message, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task SendAsync_FormOfTheClientCredentials_IsAnsweredWithAToken()
    {
        using HttpRequestMessage message = new(HttpMethod.Post, new Uri(Anywhere, Ask.TokenPath))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_key"] = SandboxHandler.ClientKey,
                ["client_secret"] = SandboxHandler.ClientSecret,
                ["grant_type"] = "client_credentials",
            }),
        };
        using HttpResponseMessage response = await _invoker.SendAsync(message, CancellationToken.None);
        Assert.NotEmpty(Ask.TokenFrom(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task SendAsync_Restless_ChangesForEachHandlerOfTheProcess()
    {
        HashSet<string> pages = [];
        for (int i = 0; i < 3; i++)
        {
            using SandboxHandler handler = new();
            using HttpMessageInvoker invoker = new(handler);
            using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "sandbox.restless"), Anywhere);
            using HttpResponseMessage response = await invoker.SendAsync(message, CancellationToken.None);
            Assert.True(pages.Add(await response.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public void Send_Page_AnswersAsSendAsync()
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), Anywhere);
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
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), Anywhere);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _invoker.SendAsync(message, new CancellationToken(canceled: true)));
        Assert.Equal(0, _handler.Responder.CreditsCharged);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_CountsEachRefusalAndCreditOnce()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (_, token) =>
        {
            using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "sandbox.flaky", count: 1), Anywhere);
            using HttpResponseMessage response = await _invoker.SendAsync(message, token);
        });

        // Two refusals before each answer, whoever asked.
        Assert.Equal(133, _handler.Responder.CreditsCharged);
    }
}
