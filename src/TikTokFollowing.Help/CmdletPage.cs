using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace TikTokFollowing.Help;

/// <summary>One worked example.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Code">The code.</param>
/// <param name="Output">What it prints, when the page shows it.</param>
/// <param name="Remarks">What stands behind the code.</param>
internal sealed record PageExample(PagePart Part, string Code, string? Output, IReadOnlyList<string> Remarks);

/// <summary>The help of one parameter.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it is for.</param>
/// <param name="Block">What the class says about it: one block, or none when the page has not got it yet.</param>
/// <param name="Default">What the block says that it is when it is left out.</param>
internal sealed record PageParameter(PagePart Part, string Name, IReadOnlyList<string> Text, Block[] Block, string? Default);

/// <summary>The page of one cmdlet, <c>docs/cmdlets/Verb-Noun.md</c>, in the form that PlatyPS reads and writes.</summary>
internal sealed class CmdletPage
{
    private static readonly string[] SectionNames =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    private readonly PagePart[] _sections;

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpException">The page has not the form that every page has.</exception>
    public CmdletPage(MarkdownPage markdown)
    {
        Markdown = markdown;
        if (markdown.Blocks is not [YamlFrontMatterBlock metadata, HeadingBlock { Level: 1 } title, ..])
        {
            throw new HelpException(markdown.Path, 1, "A page begins with its metadata between two lines '---', and '# Verb-Noun'.");
        }

        Metadata = ReadYaml(metadata);
        _sections = [.. markdown.Parts(markdown.Blocks[2..], title.Level + 1)];
        string[] names = [.. _sections.Select(static section => section.Name)];
        if (!names.SequenceEqual(SectionNames))
        {
            throw markdown.Error(title, $"The sections are {string.Join(", ", names)}; they must be {string.Join(", ", SectionNames)}.");
        }

        Examples = [.. this["EXAMPLES"].Parts.Select(ReadExample)];
        PagePart[] parameters = [.. this["PARAMETERS"].Parts];
        CommonParameters = parameters is [.., { Name: "CommonParameters" } common]
            ? common
            : throw this["PARAMETERS"].Error("The last of the parameters is '### CommonParameters'.");
        Parameters = [.. parameters[..^1].Select(ReadParameter)];
    }

    public MarkdownPage Markdown { get; }

    /// <summary>What stands between the lines '---'.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; }

    public IReadOnlyList<PageExample> Examples { get; }

    public IReadOnlyList<PageParameter> Parameters { get; }

    /// <summary>What is said about the parameters that every cmdlet has.</summary>
    public PagePart CommonParameters { get; }

    /// <summary>One of the sections, which every page has.</summary>
    public PagePart this[string section] => _sections[Array.IndexOf(SectionNames, section)];

    private PageExample ReadExample(PagePart part)
    {
        FencedCodeBlock? output = part.Body.ElementAtOrDefault(1) as FencedCodeBlock;
        return part.Body.FirstOrDefault() is FencedCodeBlock { Info: "powershell" } code && output is null or { Info: "text" }
            ? new(part, code.Lines.ToString(), output?.Lines.ToString(), (part with { Body = part.Body[(output is null ? 1 : 2)..] }).Lines)
            : throw part.Error($"'{part.Name}' begins with a fence 'powershell' and may have a fence 'text' right behind it.");
    }

    private PageParameter ReadParameter(PagePart part)
    {
        FencedCodeBlock[] block = [.. part.Body.TakeLast(1).OfType<FencedCodeBlock>()];
        return new PageParameter(
            part,
            part.Name.TrimStart('-'),
            (part with { Body = part.Body[..^block.Length] }).Lines,
            block,
            block.Select(yaml => ReadYaml(yaml).GetValueOrDefault("DefaultValue") as string).FirstOrDefault());
    }

    private Dictionary<string, object?> ReadYaml(CodeBlock block)
    {
        try
        {
            return Yaml.Deserialize<Dictionary<string, object?>?>(block.Lines.ToString()) ?? [];
        }
        catch (YamlException wrong)
        {
            throw Markdown.Error(block, $"This is not YAML: {wrong.Message}");
        }
    }
}
