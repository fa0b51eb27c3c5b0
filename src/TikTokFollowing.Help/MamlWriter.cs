using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TikTokFollowing.Help;

/// <summary>Writes pages as MAML, the form that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the help of all cmdlets into one document.</summary>
    public static byte[] Write(IEnumerable<(CmdletPage Page, CmdletInfo Cmdlet)> cmdlets)
    {
        XElement root = new(
            Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(static pair => WriteCommand(pair.Page, pair.Cmdlet)));
        using MemoryStream stream = new();
        XmlWriterSettings settings = new() { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding() };
        using (XmlWriter writer = XmlWriter.Create(stream, settings))
        {
            root.Save(writer);
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static XElement WriteCommand(CmdletPage page, CmdletInfo cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description(page["SYNOPSIS"].Lines)),
        Description(page["DESCRIPTION"].Lines),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            set.OwnParameters().Select(parameter => WriteParameter(page, parameter, isInSyntax: true))))),
        new XElement(
            Command + "parameters",
            page.Parameters.Select(help => WriteParameter(page, cmdlet.FirstUseOf(help.Name), isInSyntax: false))),
        new XElement(Command + "inputTypes", page["INPUTS"].Parts.Select(static type => WriteType("inputType", type))),
        new XElement(Command + "returnValues", page["OUTPUTS"].Parts.Select(static type => WriteType("returnValue", type))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page["NOTES"].Lines))),
        new XElement(Command + "examples", page.Examples.Select(WriteExample)),
        new XElement(
            Command + "relatedLinks",
            WriteLink("Online version:", (string?)page.Metadata["HelpUri"]),
            page["RELATED LINKS"].Lines.Select(static line => WriteLink(line.TrimStart('-', ' '), null))));

    private static XElement WriteParameter(CmdletPage page, CommandParameterInfo parameter, bool isInSyntax)
    {
        PageParameter help = page.Parameters.First(one => one.Name == parameter.Name);
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        string typeName = LanguagePrimitives.ConvertTo<string>(type).Split('.')[^1];
        bool isSwitch = type == typeof(SwitchParameter);
        string pipeline = (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

        // A syntax line shows the accepted values instead of the type, and no value for a switch.
        IReadOnlyList<string> values = isInSyntax ? CmdletClasses.AcceptedValues(type, parameter.Attributes) : [];
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory),
            new XAttribute("variableLength", type.IsArray),
            new XAttribute("globbing", false),
            new XAttribute("pipelineInput", pipeline),
            new XAttribute("position", parameter.Position == int.MinValue ? "named" : parameter.Position),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Description(help.Text),
            values.Count == 0 ? null : new XElement(
                Command + "parameterValueGroup", values.Select(static value => WriteValue(value, isRequired: false, isArray: false))),
            isSwitch && isInSyntax ? null : WriteValue(typeName, !isSwitch, type.IsArray),
            new XElement(Dev + "type", new XElement(Maml + "name", typeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", help.Default));
    }

    private static XElement WriteValue(string text, bool isRequired, bool isArray) => new(
        Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", isArray), text);

    // Get-Help takes the space before a paragraph away; behind a line of its own the first line of an output keeps its columns.
    private static XElement WriteExample(PageExample example) => new(
        Command + "example",
        new XElement(Maml + "title", $"--- {example.Part.Name} ---"),
        new XElement(Dev + "code", example.Code),
        new XElement(
            Dev + "remarks",
            Paragraphs([.. example.Output is null ? [] : new[] { $"Output:\n{example.Output}" }, .. example.Remarks, string.Empty])));

    private static XElement WriteLink(string text, string? uri) => new(
        Maml + "navigationLink", new XElement(Maml + "linkText", text), uri is null ? null : new XElement(Maml + "uri", uri));

    private static XElement WriteType(string name, PagePart type) => new(
        Command + name,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name), new XElement(Maml + "uri")),
        Description(type.Lines));

    private static XElement Description(IReadOnlyList<string> lines) => new(Maml + "description", Paragraphs(lines));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> lines) =>
        lines.Select(static line => new XElement(Maml + "para", line));
}
