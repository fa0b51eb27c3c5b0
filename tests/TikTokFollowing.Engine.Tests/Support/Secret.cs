using System.Management.Automation;
using System.Security;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>Secrets as the engine passes them; its package has no ConvertTo-SecureString.</summary>
internal static class Secret
{
    public static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char character in text)
        {
            secure.AppendChar(character);
        }

        return secure;
    }

    public static PSCredential Credential(string name = "client_key_1", string password = "client_secret_1") => new(name, Secure(password));
}
