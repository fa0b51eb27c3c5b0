namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>Where the TikTok Research API hands out access tokens for client credentials, as TikTok's page on them has it.</summary>
internal sealed class ResearchTokenEndpoint(EndpointContext context, ResearchTokens tokens) : SandboxEndpoint("POST")
{
    internal override bool Matches(string path) => path == "/v2/oauth/token/";

    internal override SandboxResponse Answer(SandboxRequest request, string path, string query)
    {
        if (!HasContentType(request, "application/x-www-form-urlencoded"))
        {
            return Error(400, "invalid_request", "Only `application/x-www-form-urlencoded` is accepted as Content-Type.");
        }

        string key = "";
        string secret = "";
        string grant = "";
        foreach ((string name, string value) in ReadPairs(request.BodyText))
        {
            switch (name)
            {
                case "client_key":
                    key = value;
                    break;
                case "client_secret":
                    secret = value;
                    break;
                case "grant_type":
                    grant = value;
                    break;
                default:
                    return Error(400, "invalid_request", $"The parameter {name} is unknown.");
            }
        }

        KeyState client = context.Credentials.CheckClient(key, secret);
        return key.Length == 0 || secret.Length == 0 ? Error(400, "invalid_request", "Client key or secret is missing.")
            : grant != "client_credentials" ? Error(400, "unsupported_grant_type", "Grant type is not supported.")
            : client is KeyState.Unknown or KeyState.OutOfCredits ? Error(401, "invalid_client", "Client key or secret is incorrect.")
            : SandboxResponse.FromJson(200, 128, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("access_token"u8, tokens.Issue(client));
                writer.WriteNumber("expires_in"u8, ResearchTokens.LifetimeSeconds);
                writer.WriteString("token_type"u8, "Bearer"u8);
                writer.WriteEndObject();
            });
    }

    /// <summary>Unlike the list's errors, this one is a text.</summary>
    private static SandboxResponse Error(int status, string code, string description) => SandboxResponse.FromJson(status, 256, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error"u8, code);
        writer.WriteString("error_description"u8, description);
        writer.WriteString("log_id"u8, ResearchEndpoint.LogIdOf(code));
        writer.WriteEndObject();
    });
}
