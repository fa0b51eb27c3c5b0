using System.Globalization;

namespace TikTokFollowing.Help;

/// <summary>What the pages take over from the cmdlet classes word for word.</summary>
internal static class GeneratedText
{
    /// <summary>The syntax of a cmdlet, one paragraph for each parameter set.</summary>
    public static string SyntaxOf(CmdletSurface cmdlet)
    {
        return string.Join("\n\n", cmdlet.Sets.Select(set => Wrap(
            [cmdlet.Name, .. cmdlet.ParametersIn(set).Select(static pair => Write(pair.Parameter, pair.Membership)), "[<CommonParameters>]"])));

        static string Write(ParameterSurface parameter, SetMembership membership)
        {
            string name = membership.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
            string whole = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
            return membership.IsMandatory ? whole : $"[{whole}]";
        }

        static string Wrap(IEnumerable<string> parts)
        {
            const int Width = 80;
            List<string> lines = [string.Empty];
            foreach (string part in parts)
            {
                string longer = lines[^1].Length == 0 ? part : $"{lines[^1]} {part}";
                if (longer.Length > Width)
                {
                    lines.Add("    " + part);
                }
                else
                {
                    lines[^1] = longer;
                }
            }

            return string.Join('\n', lines);
        }
    }

    /// <summary>What the class says about a parameter, as the first list item below its heading.</summary>
    public static string FactsOf(ParameterSurface parameter, CmdletSurface cmdlet)
    {
        List<string> facts = [$"`{parameter.TypeName}`{Values(parameter)}"];
        SetMembership membership = parameter.Memberships[0];
        facts.Add(membership.IsMandatory ? "required" : "optional");
        facts.Add(membership.Position is int position ? string.Create(CultureInfo.InvariantCulture, $"position {position}") : "named");
        if (membership.ByValue || membership.ByPropertyName)
        {
            facts.Add("pipeline " + string.Join(
                " and ", new[] { membership.ByValue ? "by value" : null, membership.ByPropertyName ? "by property name" : null }.OfType<string>()));
        }

        if (parameter.Aliases.Count > 0)
        {
            facts.Add($"{(parameter.Aliases.Count == 1 ? "alias" : "aliases")} {string.Join(", ", parameter.Aliases.Select(static alias => $"`{alias}`"))}");
        }

        string?[] sets = [.. cmdlet.Sets.Where(set => parameter.In(set) is not null)];
        if (sets.Length < cmdlet.Sets.Count)
        {
            facts.Add($"only in parameter set `{string.Join("`, `", sets)}`");
        }

        return $"- **Type**: {string.Join("; ", facts)}";
    }

    private static string Values(ParameterSurface parameter) => parameter switch
    {
        { Type.IsEnum: true } => $" ({string.Join(", ", Enum.GetNames(parameter.Type).Select(static name => $"`{name}`"))})",
        { Range: (int low, int.MaxValue) } => string.Create(CultureInfo.InvariantCulture, $", {low} or more"),
        { Range: (int low, int high) } => string.Create(CultureInfo.InvariantCulture, $", {low} to {high}"),
        _ => string.Empty,
    };
}
