using System.Globalization;
using System.Management.Automation;

namespace TikTokFollowing;

/// <summary>A decimal of 0 or more. ValidateRange cannot hold a decimal.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateNotNegativeAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is decimal value && value < 0)
        {
            throw new ValidationMetadataException(string.Create(CultureInfo.InvariantCulture, $"{value} is below 0."));
        }
    }
}
