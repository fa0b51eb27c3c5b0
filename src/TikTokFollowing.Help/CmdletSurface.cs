using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;

namespace TikTokFollowing.Help;

/// <summary>How a parameter takes part in a parameter set.</summary>
/// <param name="Set">The set; <see langword="null"/> is every set.</param>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its position; <see langword="null"/> when it is named only.</param>
/// <param name="ByValue">Whether it takes pipeline objects.</param>
/// <param name="ByPropertyName">Whether it takes properties of pipeline objects.</param>
internal sealed record SetMembership(string? Set, bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName);

/// <summary>What the class says about one parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type without <see cref="Nullable{T}"/>.</param>
/// <param name="Memberships">One entry for each parameter set, or one for all.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Range">The numbers it accepts, when the class says so.</param>
/// <param name="Default">The value that the class sets; <see langword="null"/> when it sets none.</param>
internal sealed record ParameterSurface(
    string Name, Type Type, IReadOnlyList<SetMembership> Memberships, IReadOnlyList<string> Aliases, (int Low, int High)? Range, string? Default)
{
    /// <summary>How it takes part in a set; <see langword="null"/> when it does not.</summary>
    public SetMembership? In(string? set) => Memberships.FirstOrDefault(one => one.Set is null || one.Set == set);

    /// <summary>The type as PowerShell writes it.</summary>
    public string TypeName
    {
        get
        {
            Type element = Type.IsArray ? Type.GetElementType()! : Type;
            string name = element.FullName switch
            {
                "System.String" => "string",
                "System.Int32" => "int",
                "System.UInt64" => "ulong",
                "System.Decimal" => "decimal",
                "System.Uri" => "uri",
                "System.Security.SecureString" => "securestring",
                "System.Management.Automation.PSCredential" => "pscredential",
                "System.Management.Automation.SwitchParameter" => "switch",
                _ => element.Name,
            };
            return Type.IsArray ? name + "[]" : name;
        }
    }

    public bool IsSwitch => Type == typeof(SwitchParameter);
}

/// <summary>What a cmdlet class promises: read from the compiled class, so that help cannot disagree with it.</summary>
internal sealed class CmdletSurface
{
    // What SupportsPaging adds; the class does not declare them.
    private static readonly ParameterSurface[] PagingParameters =
    [
        Paging("IncludeTotalCount", typeof(SwitchParameter)), Paging("Skip", typeof(ulong)), Paging("First", typeof(ulong)),
    ];

    private CmdletSurface(string name, IReadOnlyList<string?> sets, IReadOnlyList<ParameterSurface> parameters)
    {
        Name = name;
        Sets = sets;
        Parameters = parameters;
    }

    /// <summary>Verb-Noun.</summary>
    public string Name { get; }

    public string Verb => Name[..Name.IndexOf('-', StringComparison.Ordinal)];

    public string Noun => Name[(Name.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>The parameter sets, the default one first; a single <see langword="null"/> when the cmdlet has none.</summary>
    public IReadOnlyList<string?> Sets { get; }

    /// <summary>The parameters in the order in which the engine shows them.</summary>
    public IReadOnlyList<ParameterSurface> Parameters { get; }

    /// <summary>Reads every cmdlet of an assembly, by name.</summary>
    public static IReadOnlyList<CmdletSurface> ReadAll(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(static type => Find(type, nameof(CmdletAttribute)) is not null).Select(Read)
            .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    /// <summary>The parameters of a set in the order of a syntax line: by position, then required ones, then the others.</summary>
    public IReadOnlyList<(ParameterSurface Parameter, SetMembership Membership)> ParametersIn(string? set) =>
        [.. Parameters.Select(parameter => (parameter, Membership: parameter.In(set))).Where(static pair => pair.Membership is not null)
            .Select(static pair => (pair.parameter, pair.Membership!))
            .OrderBy(static pair => pair.Item2.Position ?? int.MaxValue).ThenBy(static pair => pair.Item2.IsMandatory ? 0 : 1)];

    private static CmdletSurface Read(Type type)
    {
        CustomAttributeData cmdlet = Find(type, nameof(CmdletAttribute))!;
        object? instance = Activator.CreateInstance(type);
        try
        {
            List<ParameterSurface> parameters = [];
            for (Type? declaring = type; declaring is not null && declaring.Assembly == type.Assembly; declaring = declaring.BaseType)
            {
                parameters.AddRange(declaring.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    .Where(static property => FindAll(property, nameof(ParameterAttribute)).Any())
                    .Select(property => Read(property, instance)));
            }

            if (Named<bool>(cmdlet, "SupportsPaging"))
            {
                parameters.AddRange(PagingParameters);
            }

            string? defaultSet = Named<string>(cmdlet, "DefaultParameterSetName");
            string?[] sets = [.. parameters.SelectMany(static parameter => parameter.Memberships).Select(static one => one.Set)
                .Where(static set => set is not null).Distinct().OrderBy(set => set == defaultSet ? 0 : 1)];
            return new CmdletSurface(
                $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}", sets.Length == 0 ? [null] : sets, parameters);
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private static ParameterSurface Read(PropertyInfo property, object? instance)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IReadOnlyList<CustomAttributeTypedArgument>? range = Find(property, nameof(ValidateRangeAttribute))?.ConstructorArguments.ToArray();
        object? initial = property.GetValue(instance);
        bool isStated = initial is not (null or SwitchParameter or 0 or 0m);
        return new ParameterSurface(
            property.Name,
            type,
            [.. FindAll(property, nameof(ParameterAttribute)).Select(static parameter => new SetMembership(
                Named<string>(parameter, "ParameterSetName"),
                Named<bool>(parameter, "Mandatory"),
                parameter.NamedArguments.Any(static argument => argument.MemberName == "Position") ? Named<int>(parameter, "Position") : null,
                Named<bool>(parameter, "ValueFromPipeline"),
                Named<bool>(parameter, "ValueFromPipelineByPropertyName")))],
            Find(property, nameof(AliasAttribute))?.ConstructorArguments[0].Value is ReadOnlyCollection<CustomAttributeTypedArgument> aliases
                ? [.. aliases.Select(static alias => (string)alias.Value!)]
                : [],
            range is [{ Value: int low }, { Value: int high }] ? (low, high) : null,
            isStated ? FormattableString.Invariant($"{initial}") : null);
    }

    private static ParameterSurface Paging(string name, Type type) => new(name, type, [new(null, false, null, false, false)], [], null, null);

    // The attributes of the reference assembly remember nothing when they are made, so their data is read instead.
    private static IEnumerable<CustomAttributeData> FindAll(MemberInfo member, string attribute) =>
        member.CustomAttributes.Where(data => data.AttributeType.Name == attribute);

    private static CustomAttributeData? Find(MemberInfo member, string attribute) => FindAll(member, attribute).FirstOrDefault();

    private static T? Named<T>(CustomAttributeData data, string name) =>
        data.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : default;
}
