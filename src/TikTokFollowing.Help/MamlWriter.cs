using System.Globalization;
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
    public static byte[] Write(IEnumerable<(CmdletPage Page, CmdletSurface Cmdlet)> cmdlets)
    {
        XElement root = new(
            Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(static pair => WriteCommand(pair.Page, pair.Cmdlet)));
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(
            stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            root.Save(writer);
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static XElement WriteCommand(CmdletPage page, CmdletSurface cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([page.Synopsis])),
        Description(page.Description),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            cmdlet.ParametersIn(set).Select(pair => WriteParameter(page, pair.Parameter, pair.Membership, isInSyntax: true))))),
        new XElement(Command + "parameters", cmdlet.Parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => WriteParameter(page, parameter, parameter.Memberships[0], isInSyntax: false))),
        new XElement(Command + "inputTypes", page.Inputs.Select(static type => WriteType("inputType", type))),
        new XElement(Command + "returnValues", page.Outputs.Select(static type => WriteType("returnValue", type))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(static (example, index) => WriteExample(example, index + 1))),
        new XElement(Command + "relatedLinks", page.Links.Select(static link => new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", link)))));

    private static XElement WriteParameter(CmdletPage page, ParameterSurface parameter, SetMembership membership, bool isInSyntax)
    {
        PageParameter help = page.Parameters.First(one => one.Name == parameter.Name);
        string pipeline = (membership.ByValue, membership.ByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

        // A syntax line shows the values of an enumeration instead of its name, and no value for a switch.
        XElement? values = isInSyntax && parameter.Type.IsEnum
            ? new XElement(Command + "parameterValueGroup", Enum.GetNames(parameter.Type).Select(static name => new XElement(
                Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), name)))
            : null;
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Write(membership.IsMandatory)),
            new XAttribute("variableLength", Write(parameter.Type.IsArray)),
            new XAttribute("globbing", "false"),
            new XAttribute("pipelineInput", pipeline),
            new XAttribute("position", membership.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Description(help.Text),
            values,
            parameter.IsSwitch && isInSyntax ? null : new XElement(
                Command + "parameterValue",
                new XAttribute("required", Write(!parameter.IsSwitch)),
                new XAttribute("variableLength", Write(parameter.Type.IsArray)),
                parameter.TypeName),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", help.Default ?? (parameter.IsSwitch ? "False" : "None")));
    }

    private static XElement WriteExample(PageExample example, int number) => new(
        Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"--- Example {number}: {example.Title} ---")),
        new XElement(Dev + "code", example.Code),
        new XElement(
            Dev + "remarks",
            Paragraphs([.. example.Output is null ? [] : new[] { example.Output }, .. example.Remarks, string.Empty])));

    private static XElement WriteType(string name, PageType type) => new(
        Command + name,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name), new XElement(Maml + "uri")),
        Description(type.Text));

    private static XElement Description(IReadOnlyList<string> lines) => new(Maml + "description", Paragraphs(lines));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> lines) => lines.Select(static line => new XElement(Maml + "para", line));

    private static string Write(bool value) => value ? "true" : "false";
}
