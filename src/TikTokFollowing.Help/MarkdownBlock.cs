namespace TikTokFollowing.Help;

/// <summary>One block of a page.</summary>
/// <param name="Line">Its first line in the file, from 1.</param>
internal abstract record MarkdownBlock(int Line);

/// <summary>A heading.</summary>
internal sealed record Heading(int Line, int Level, string Text) : MarkdownBlock(Line);

/// <summary>Running text; its lines are joined.</summary>
internal sealed record Paragraph(int Line, string Text) : MarkdownBlock(Line);

/// <summary>One item of a list; its lines are joined.</summary>
internal sealed record Bullet(int Line, string Text) : MarkdownBlock(Line);

/// <summary>A fenced block.</summary>
/// <param name="Line">The line of the opening fence.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">The lines between the fences, joined by line feeds.</param>
internal sealed record Fence(int Line, string Language, string Text) : MarkdownBlock(Line);
