using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;
using TikTokFollowing.Providers;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Sandbox.Endpoints;

namespace TikTokFollowing.Commands;

/// <summary>Makes the connection that later calls in this runspace use. Sends nothing.</summary>
[Cmdlet(
    VerbsCommunications.Connect,
    "TikTokFollowing",
    DefaultParameterSetName = ProviderSet,
    HelpUri = HelpAddress.Pages + "Connect-TikTokFollowing.md")]
[OutputType(typeof(FollowingConnection))]
public sealed class ConnectTikTokFollowingCommand : PSCmdlet, IDisposable
{
    private const string ProviderSet = "Provider";
    private const string SandboxSet = "Sandbox";

    private static readonly Uri SandboxAddress = new("https://sandbox.invalid/");

    // Boxed: a field of one of the core's value types would make the engine load the core before OnImport has registered the loader
    // (see ModuleLifetime).
    private readonly StrongBox<FollowingProvider> _provider = new(FollowingProvider.DumplingAI);
    private bool _hasRun;
    private bool _isConnected;

    /// <summary>Which API.</summary>
    [Parameter(Position = 0)]
    [ProviderName]
    public FollowingProvider Provider
    {
        get => _provider.Value;
        set => _provider.Value = value;
    }

    /// <summary>The API key; else the environment; else a prompt.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipeline = true)]
    [SecureText]
    [ArgumentCompleter(typeof(NoCompletion))]
    public SecureString? ApiKey { get; set; }

    /// <summary>Client key and client secret.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public PSCredential? Credential { get; set; }

    /// <summary>The built-in sandbox.</summary>
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true)]
    public SwitchParameter Sandbox { get; set; }

    /// <summary>Whether to add the connection behind those that the runspace has.</summary>
    [Parameter]
    public SwitchParameter AsFallback { get; set; }

    /// <summary>Another base address.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public Uri? BaseUri { get; set; }

    /// <summary>What one charged request costs.</summary>
    [Parameter]
    [ValidateNotNegative(Most = 1_000_000)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public decimal CreditsPerRequest { get; set; }

    /// <summary>The most the connection may spend.</summary>
    [Parameter]
    [ValidateNotNegative]
    [ArgumentCompleter(typeof(NoCompletion))]
    public decimal CreditLimit { get; set; }

    /// <summary>Seconds for one attempt.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int TimeoutSec { get; set; }

    /// <summary>Retries of one request.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int MaximumRetryCount { get; set; }

    /// <summary>Seconds of the longest wait.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int MaximumRetryIntervalSec { get; set; }

    /// <summary>Dumpling AI's requestSource.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoCompletion))]
    public string? RequestSource { get; set; }

    /// <summary>The proxy.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [ValidateProxy]
    [ArgumentCompleter(typeof(NoCompletion))]
    public Uri? Proxy { get; set; }

    /// <summary>Name and password for the proxy.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [Credential]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Whether to return the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _hasRun = true;
        _isConnected = false;
        FollowingConnection connection = Open();
        RunspaceState.Current.Connect(connection, PassThru, AsFallback);
        if (Sandbox)
        {
            WarmUpSandbox();
        }

        StartUp.InBackground(() =>
        {
            StartUp.Compile([typeof(HandleRun), typeof(HandleText), typeof(CommandReporter), typeof(ListRunner), typeof(RowWriter)]);
            connection.WarmUp();
        });
        CommandDetails details = new(this);
        if (details.AreWanted)
        {
            details.Write($"Connected to {connection}.");
        }

        if (Sandbox)
        {
            details.Warn("This is the sandbox: its accounts are made up, and IsSandbox is true on each row. Connect without -Sandbox for real lists.");
        }

        // A warning may end the command. What takes the connection may too, but has it then.
        _isConnected = true;
        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_hasRun)
        {
            Fail(new FollowingException(FollowingErrorKind.ApiKeyMissing, "No key came through the pipeline, so no connection was made."), null);
        }
    }

    /// <summary>Leaves the runspace without a connection when the command failed, also when its parameters could not be bound.</summary>
    public void Dispose()
    {
        // An old connection must not be used by mistake. Without a command runtime nobody has run the command.
        if (!_isConnected && CommandRuntime is not null)
        {
            RunspaceState.Current.Leave();
        }
    }

    private FollowingConnection Open()
    {
        try
        {
            Provider provider = ProviderCatalog.Get(Provider);
            using Credential credential = Sandbox
                ? new Credential(SandboxSecrets(provider))
                : new CredentialSource(provider, Host).Find(ApiKey, IsGiven(nameof(ApiKey)), Credential, IsGiven(nameof(Credential)));
            return new FollowingConnection(CreateOptions(provider, credential));
        }
        catch (FollowingException error)
        {
            // Without the user name and the query, which can be secrets.
            string? address = BaseUri is { IsAbsoluteUri: true } ? BaseUri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null;
            Fail(error, error.Kind == FollowingErrorKind.InsecureBaseUri ? address : null);
            throw;
        }
        catch (ArgumentException error)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                error, "InvalidArgument", ErrorCategory.InvalidArgument, Provider, "Correct or leave out the parameter that the message names."));
            throw;
        }
    }

    private FollowingConnectionOptions CreateOptions(Provider provider, Credential credential)
    {
        FollowingConnectionOptions defaults = new();
        return new FollowingConnectionOptions
        {
            Provider = Provider,
            ApiKey = provider.Credential is ApiKeyScheme ? credential.Key : null,
            ClientKey = credential.Secret is null ? null : credential.Key,
            ClientSecret = credential.Secret,
            BaseUri = Sandbox ? SandboxAddress : BaseUri,
            IsSandbox = Sandbox,
            Handler = Sandbox ? CreateSandbox() : null,
            CreditsPerRequest = IsGiven(nameof(CreditsPerRequest)) ? CreditsPerRequest : null,
            CreditLimit = IsGiven(nameof(CreditLimit)) ? CreditLimit : null,
            Timeout = IsGiven(nameof(TimeoutSec)) ? TimeSpan.FromSeconds(TimeoutSec) : defaults.Timeout,
            MaximumRetryCount = IsGiven(nameof(MaximumRetryCount)) ? MaximumRetryCount : defaults.MaximumRetryCount,
            MaximumRetryInterval =
                IsGiven(nameof(MaximumRetryIntervalSec)) ? TimeSpan.FromSeconds(MaximumRetryIntervalSec) : defaults.MaximumRetryInterval,
            RequestSource = RequestSource,
            Proxy = Proxy,
            ProxyCredential = ProxyCredential is null ? null : (ICredentials)ProxyCredential.GetNetworkCredential(),
        };
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private void Fail(FollowingException error, object? target) => ThrowTerminatingError(ErrorRecords.Create(error, target));

    // Separate methods with signatures of framework types, so that the sandbox is loaded only when it is used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "The concrete type would load the sandbox in any case.")]
    private static HttpMessageHandler CreateSandbox() => new SandboxHandler();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WarmUpSandbox() => StartUp.InBackground(static () => StartUp.Compile(
    [
        typeof(SandboxHandler), typeof(SandboxResponder), typeof(SandboxEndpoint), typeof(SandboxPaging), typeof(SandboxPage), typeof(SandboxList),
        typeof(SandboxPopulation), typeof(SandboxAccount), typeof(StableHash), typeof(SandboxResponse), typeof(JsonWriterExtensions),
    ]));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SecureString[] SandboxSecrets(Provider provider) => provider.Credential is ApiKeyScheme
        ? [SecureText.From(SandboxHandler.ApiKey)]
        : [SecureText.From(SandboxHandler.ClientKey), SecureText.From(SandboxHandler.ClientSecret)];
}
