using System.Globalization;
using System.Management.Automation;

namespace TikTokFollowing;

/// <summary>A decimal of 0 or more. ValidateRange cannot hold a decimal.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateNotNegativeAttribute : ValidateArgumentsAttribute
{
    /// <summary>The most that is accepted.</summary>
    public double Most { get; set; } = double.MaxValue;

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is decimal value && (value < 0 || (double)value > Most))
        {
            throw new ValidationMetadataException(string.Create(CultureInfo.InvariantCulture, $"{value} is {(value < 0 ? "below 0" : $"above {Most}")}."));
        }
    }
}
