using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using YamlDotNet.Serialization;

namespace TikTokFollowing.Help;

/// <summary>A part of a page that the class decides, in the form in which PlatyPS writes it.</summary>
/// <param name="Name">What it is called in errors.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Span">Its characters; empty where it is missing.</param>
/// <param name="Expected">What it has to be.</param>
internal sealed partial record GeneratedText(string Name, int Line, Range Span, string Expected)
{
    private const string CommonParameters = """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    private static readonly ISerializer Yaml = new SerializerBuilder().WithNewLine("\n").Build();

    /// <summary>Finds every such part of a page.</summary>
    /// <exception cref="HelpException">The metadata lacks what only the page can say.</exception>
    public static IReadOnlyList<GeneratedText> In(CmdletPage page, CmdletInfo cmdlet)
    {
        return
        [
            Find("The metadata or the title", page.Markdown.Blocks[0], page.Markdown.Blocks[..2], MetadataOf(page, cmdlet)),
            Find("The syntax", page["SYNTAX"].Heading, page["SYNTAX"].Body, SyntaxOf(cmdlet)),
            .. from help in page.Parameters
               join parameter in cmdlet.OwnParameters() on help.Name equals parameter.Name
               let block = BlockOf(parameter, help.Default ?? cmdlet.DefaultOf(parameter) ?? "None")
               select Find($"The block of -{help.Name}", help.Part.Body.LastOrDefault(help.Part.Heading), help.Block, block),
            Find("The text about common parameters", page.CommonParameters.Heading, page.CommonParameters.Body, CommonParameters),
        ];

        GeneratedText Find(string name, Block before, Block[] body, string expected)
        {
            if (body.Length > 0)
            {
                return new(name, body[0].Line + 1, body[0].Span.Start..(body[^1].Span.End + 1), expected);
            }

            // The span of a list ends with an empty line.
            int end = page.Markdown.Text[..(before.Span.End + 1)].TrimEnd().Length;
            return new(name, before.Line + 1, end..end, $"\n\n{expected}");
        }
    }

    private static string MetadataOf(CmdletPage page, CmdletInfo cmdlet)
    {
        string address = cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.HelpUri;
        string module = cmdlet.ImplementingType.Assembly.GetName().Name!;
        string date = page.Metadata.GetValueOrDefault("ms.date") as string
            ?? throw page.Markdown.Error(page.Markdown.Blocks[0], "The metadata has no ms.date.");
        return $"---\n{Yaml.Serialize(new Dictionary<string, string>
        {
            ["document type"] = "cmdlet",
            ["external help file"] = $"{module}.dll-Help.xml",
            ["HelpUri"] = address,
            ["Locale"] = "en-US",
            ["Module Name"] = module,
            ["ms.date"] = date,
            ["PlatyPS schema version"] = "2024-05-01",
            ["title"] = cmdlet.Name,
        })}---\n\n# {cmdlet.Name}";
    }

    private static string SyntaxOf(CmdletInfo cmdlet)
    {
        return string.Join("\n\n", cmdlet.ParameterSets.Select(set =>
            $"### {set.Name}{(set.IsDefault ? " (Default)" : null)}\n\n```\n{Wrap($"{cmdlet.Name} {set}")}\n```"));

        static string Wrap(string syntax)
        {
            const int Width = 100;
            string[] parts = BetweenParameters().Split(syntax);
            List<string> lines = [parts[0]];
            foreach (string part in parts[1..])
            {
                if (lines[^1].Length + 1 + part.Length > Width)
                {
                    lines.Add(string.Empty);
                }

                lines[^1] += " " + part;
            }

            return string.Join('\n', lines);
        }
    }

    private static string BlockOf(ParameterMetadata parameter, string initial) => $"```yaml\n{Yaml.Serialize(new
    {
        Type = parameter.ParameterType.ToString(),
        DefaultValue = initial,
        SupportsWildcards = parameter.Attributes.Any(static attribute => attribute is SupportsWildcardsAttribute),
        parameter.Aliases,
        ParameterSets = parameter.ParameterSets.Select(static set => new
        {
            Name = set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
            Position = set.Value.Position == int.MinValue ? "Named" : (object)set.Value.Position,
            IsRequired = set.Value.IsMandatory,
            set.Value.ValueFromPipeline,
            set.Value.ValueFromPipelineByPropertyName,
            set.Value.ValueFromRemainingArguments,
        }),
        DontShow = false,
        AcceptedValues = CmdletClasses.AcceptedValues(parameter.ParameterType, parameter.Attributes),
        HelpMessage = string.Empty,
    })}```";

    [GeneratedRegex(@" (?=\[*-|\[<)")]
    private static partial Regex BetweenParameters();
}
