using System.Management.Automation;

namespace TikTokFollowing;

/// <summary>Refuses what is no provider without showing it. The engine's message would, and a key that is given first lands here.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProviderNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        LanguagePrimitives.TryConvertTo(inputData, out FollowingProvider provider)
            ? provider
            : throw new ArgumentTransformationMetadataException(
                $"The provider is one of {string.Join(", ", Enum.GetNames<FollowingProvider>())}. What was given is not shown, because it may be a key: keys go to -ApiKey.");
}
