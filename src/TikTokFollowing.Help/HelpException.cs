namespace TikTokFollowing.Help;

/// <summary>A page that cannot become help, in the form in which MSBuild recognises an error.</summary>
internal sealed class HelpException : Exception
{
    /// <summary>One fault of a page.</summary>
    public HelpException(string path, int line, string message)
        : base($"{path}({line}): error HELP: {message}")
    {
    }

    /// <summary>All faults together, so that one build shows them.</summary>
    public HelpException(IEnumerable<HelpException> all)
        : base(string.Join('\n', all.Select(static one => one.Message)))
    {
    }
}
