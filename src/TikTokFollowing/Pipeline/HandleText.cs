using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>What a text that was given as a handle may be instead: a line of a handles file, an object, or the file itself.</summary>
internal sealed class HandleText(PSCmdlet cmdlet)
{
    private string CommandName => cmdlet.MyInvocation.MyCommand.Name;

    /// <summary>Whether it is a blank line or a comment of a handles file.</summary>
    public static bool IsPassedOver(string? text) => text is not null && (string.IsNullOrWhiteSpace(text) || text.AsSpan().TrimStart().StartsWith("#"));

    /// <summary>Says what is wrong with a text that is no handle.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">What the error is about.</param>
    public FollowingException ErrorOf(string? text, out string target)
    {
        string? type = HandleInputAttribute.TypeOf(text);

        // In brackets, so that a summary of it that is asked for again names no account either.
        target = type is null ? text ?? string.Empty : $"({type})";
        return type is not null
            ? new(FollowingErrorKind.InvalidHandle, $"An object of the type {type} names no account. It needs a property Handle, UserName, UniqueId, Url or ProfileUrl.")
            : text is not null && IsFile(text)
                ? new(FollowingErrorKind.InvalidHandle, $"'{DisplayText.Quote(text, 100)}' is a file. To read its lines, use Get-Content '{DisplayText.Quote(text, 100)}' | {CommandName}.")
                : TikTokHandle.CreateError(text);
    }

    /// <summary>
    /// Warns of a handle that is the name of a file too: a name like handles.txt is a valid handle, and a request for it costs money.
    /// </summary>
    /// <returns>The warning; <see langword="null"/> when there is no such file.</returns>
    public string? WarningOf(string text) => IsFile(text)
        ? $"there is a file of that name, but the text is read as a handle. To read the lines of the file, use Get-Content {DisplayText.Quote(text, 100)} | {CommandName}."
        : null;

    private bool IsFile(string text)
    {
        try
        {
            string path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text.Trim(), out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" && File.Exists(path);
        }
        catch (Exception noPath) when (noPath is RuntimeException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
