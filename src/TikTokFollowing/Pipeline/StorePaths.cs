using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>Turns PowerShell paths into paths of the file system.</summary>
internal static class StorePaths
{
    /// <summary>The path of a store.</summary>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.StoreInvalid"/>: it is not in the file system.</exception>
    public static string Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);

            // A path of another provider, such as env:x, would become a file of that name in the process's own directory.
            return provider.Name == "FileSystem" ? resolved : throw Error($"The path {path} is not in the file system.");
        }
        catch (Exception noPath) when (noPath is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or ArgumentException or NotSupportedException)
        {
            throw Error($"The path {path} cannot be used: {noPath.Message}");
        }
    }

    private static FollowingException Error(string message) => new(FollowingErrorKind.StoreInvalid, message);
}
