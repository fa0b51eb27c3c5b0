using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using TikTokFollowing.Pipeline;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Commands;

/// <summary>Makes the connection that later calls in this runspace use. Sends nothing.</summary>
[Cmdlet(VerbsCommunications.Connect, "TikTokFollowing", DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(FollowingConnection))]
public sealed class ConnectTikTokFollowingCommand : PSCmdlet
{
    private const string ProviderSet = "Provider";
    private const string SandboxSet = "Sandbox";

    private static readonly Uri SandboxAddress = new("https://sandbox.invalid/");

    // Boxed: for a field of a value type of the core, the engine would need the core to import the module, and so before OnImport has
    // registered the loader (see ModuleLifetime).
    private readonly StrongBox<FollowingProvider> _provider = new(FollowingProvider.DumplingAI);

    /// <summary>Which API.</summary>
    [Parameter(Position = 0)]
    public FollowingProvider Provider
    {
        get => _provider.Value;
        set => _provider.Value = value;
    }

    /// <summary>The API key; else the environment; else a prompt.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipeline = true)]
    [SecureText]
    public SecureString? ApiKey { get; set; }

    /// <summary>The built-in sandbox.</summary>
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true)]
    public SwitchParameter Sandbox { get; set; }

    /// <summary>Another base address.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>What one successful request costs.</summary>
    [Parameter]
    [ValidateNotNegative]
    public decimal CreditsPerRequest { get; set; } = 1;

    /// <summary>The most the connection may spend.</summary>
    [Parameter]
    [ValidateNotNegative]
    public decimal CreditLimit { get; set; }

    /// <summary>Seconds for one attempt.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Repetitions of one request.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>Seconds of the longest wait before a repetition.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryIntervalSec { get; set; } = 60;

    /// <summary>Dumpling AI's requestSource.</summary>
    [Parameter]
    [AllowEmptyString]
    public string RequestSource { get; set; } = "API";

    /// <summary>The proxy.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [ValidateProxy]
    public Uri? Proxy { get; set; }

    /// <summary>Name and password for the proxy.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Whether to return the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        FollowingConnection connection;
        try
        {
            connection = Open();
        }
        catch (FollowingException error)
        {
            // Without the user name and the query, which can be secrets.
            string? address = BaseUri is { IsAbsoluteUri: true } ? BaseUri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null;
            ThrowTerminatingError(ErrorRecords.Create(error, error.Kind == FollowingErrorKind.InsecureBaseUri ? address : null));
            return;
        }

        RunspaceState.Current.Connect(connection, PassThru);
        CommandDetails details = new(this);
        if (details.AreWanted)
        {
            details.Write($"Connected to {connection}.");
        }

        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private FollowingConnection Open()
    {
        using SecureString key = Sandbox ? SecureText.From(SandboxHandler.ApiKey) : KeySource.Find(Provider, ApiKey, MyInvocation.BoundParameters.ContainsKey(nameof(ApiKey)), Host);
        return new FollowingConnection(new FollowingConnectionOptions
        {
            Provider = Provider,
            ApiKey = key,
            BaseUri = Sandbox ? SandboxAddress : BaseUri,
            IsSandbox = Sandbox,
            Handler = Sandbox ? CreateSandbox() : null,
            CreditsPerRequest = CreditsPerRequest,
            CreditLimit = MyInvocation.BoundParameters.ContainsKey(nameof(CreditLimit)) ? CreditLimit : null,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            MaximumRetryInterval = TimeSpan.FromSeconds(MaximumRetryIntervalSec),
            RequestSource = RequestSource,
            Proxy = Proxy,
            ProxyCredential = ProxyCredential is null ? null : (ICredentials)ProxyCredential.GetNetworkCredential(),
        });
    }

    // A method of its own with a type of the framework, so that the sandbox is loaded for those who use it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "The concrete type would load the sandbox in any case.")]
    private static HttpMessageHandler CreateSandbox() => new SandboxHandler();
}
