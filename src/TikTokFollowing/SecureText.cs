using System.Management.Automation;
using System.Security;

namespace TikTokFollowing;

/// <summary>Lets a parameter of type SecureString take a plain text too.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecureTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData switch
        {
            PSObject { BaseObject: string text } => SecureText.From(text),
            string text => SecureText.From(text),
            PSObject wrapped => wrapped.BaseObject,
            _ => inputData,
        };
}

/// <summary>Plain text into SecureString.</summary>
internal static class SecureText
{
    public static SecureString From(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
