using System.Collections;
using System.Management.Automation;

namespace TikTokFollowing;

/// <summary>
/// Turns what is given as a handle into text. The engine would turn any object into the name of its type, which can look like a
/// handle and would cost a request.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HandleInputAttribute : ArgumentTransformationAttribute
{
    private const char Marker = '\0';

    private static readonly string[] Properties = ["Handle", "UserName", "UniqueId", "Url", "ProfileUrl"];

    /// <summary>The type of the object that a text stands for; <see langword="null"/> when the text is what the user wrote.</summary>
    public static string? TypeOf(string? text) => text is [Marker, .. string type] ? type : null;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ToTexts(inputData).ToArray();

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    // A list, or a property that holds one, is several handles.
    private static IEnumerable<string?> ToTexts(object? value) => BaseOf(value) switch
    {
        null => [null],
        string text => [text],
        Uri address => [address.OriginalString],

        // The total of -IncludeTotalCount, which comes before the rows.
        ulong when PSObject.AsPSObject(value).Properties["Accuracy"] is not null => [string.Empty],
        IConvertible and IFormattable and not DateTime and not Enum and var number => [LanguagePrimitives.ConvertTo<string>(number)],
        IEnumerable values and not IDictionary => values.Cast<object?>().SelectMany(ToTexts),
        var other => Properties.Select(name => other is IDictionary keys ? keys[name] : PSObject.AsPSObject(value).Properties[name]?.Value).FirstOrDefault(static found => !string.IsNullOrWhiteSpace(found?.ToString())) is object found
            ? ToTexts(found)
            : [Marker + other.GetType().Name],
    };
}
