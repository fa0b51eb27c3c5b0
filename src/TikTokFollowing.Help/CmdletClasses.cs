using System.Management.Automation;
using System.Reflection;

namespace TikTokFollowing.Help;

/// <summary>What the cmdlet classes promise, as the engine reads them, so that help cannot disagree with them.</summary>
internal static class CmdletClasses
{
    /// <summary>The cmdlets of an assembly, by name.</summary>
    public static IReadOnlyList<CmdletInfo> In(Assembly assembly) =>
        [.. from type in assembly.GetExportedTypes()
            let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
            where cmdlet is not null
            orderby cmdlet.NounName, cmdlet.VerbName
            select new CmdletInfo($"{cmdlet.VerbName}-{cmdlet.NounName}", type)];

    /// <summary>The parameters that not every cmdlet has.</summary>
    public static IEnumerable<ParameterMetadata> OwnParameters(this CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(static parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    /// <summary>The parameters of a set that not every cmdlet has, in the order of a syntax line.</summary>
    public static IEnumerable<CommandParameterInfo> OwnParameters(this CommandParameterSetInfo set) =>
        set.Parameters.Where(static parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(static parameter => (uint)parameter.Position).ThenBy(static parameter => !parameter.IsMandatory);

    /// <summary>A parameter as the first set that its class names has it.</summary>
    public static CommandParameterInfo FirstUseOf(this CmdletInfo cmdlet, string parameter)
    {
        string set = cmdlet.Parameters[parameter].ParameterSets.Keys.First();
        return cmdlet.ParameterSets.First(one => set == ParameterAttribute.AllParameterSets || one.Name == set)
            .Parameters.First(one => one.Name == parameter);
    }

    /// <summary>The values that a parameter is limited to by name; empty when it is not.</summary>
    public static IReadOnlyList<string> AcceptedValues(Type type, IEnumerable<Attribute> attributes) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } values
            ? Enum.GetNames(values)
            : [.. attributes.OfType<ValidateSetAttribute>().SelectMany(static set => set.ValidValues)];

    /// <summary>The value that the class sets; <see langword="null"/> when it sets none.</summary>
    public static string? DefaultOf(this CmdletInfo cmdlet, ParameterMetadata parameter)
    {
        object instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
        try
        {
            return instance.GetType().GetProperty(parameter.Name)?.GetValue(instance) is { } value and not (0 or 0m or Array { Length: 0 })
                ? FormattableString.Invariant($"{value}")
                : null;
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }
}
