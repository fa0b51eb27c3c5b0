using System.Management.Automation;
using TikTokFollowing.Sending;

namespace TikTokFollowing;

/// <summary>An address that a proxy can have.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateProxyAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not Uri proxy || ProxyAddress.Validate(proxy) is not null)
        {
            throw new ValidationMetadataException(arguments is Uri given ? ProxyAddress.Validate(given) : "A proxy is an address.");
        }
    }
}
