using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>
/// The manifest promises PowerShell 7.4, which runs on .NET 8. So no assembly of the module may refer to a later framework, or to a
/// member of the engine that PowerShellStandard does not have.
/// </summary>
public sealed class FloorTests
{
    private const string Engine = "System.Management.Automation";
    private static readonly Version Framework = new(8, 0, 0, 0);

    public static TheoryData<string> Assemblies { get; } =
    [
        .. Directory.EnumerateFiles(TestEnvironment.ModuleFolder, "*.dll", SearchOption.AllDirectories)
            .Where(static path => IsManaged(path)).Select(static path => Path.GetRelativePath(TestEnvironment.ModuleFolder, path)),
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_RefersToNothingAboveTheFloor(string assembly) =>
        Assert.Empty(FindAboveTheFloor(Path.Combine(TestEnvironment.ModuleFolder, assembly)));

    [Fact]
    public void Check_SeesALaterFrameworkAndALaterEngine()
    {
        // This assembly is built for .NET 10 and hosts a later engine.
        string[] found = [.. FindAboveTheFloor(typeof(FloorTests).Assembly.Location)];
        Assert.Contains("System.Runtime 10.0.0.0", found);
        Assert.Contains("System.Management.Automation.PSStyle", found);
        Assert.Contains("System.Management.Automation.PSStyle.get_Reset() String", found);
    }

    private static IEnumerable<string> FindAboveTheFloor(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        foreach (AssemblyReference reference in reader.AssemblyReferences.Select(reader.GetAssemblyReference))
        {
            string name = reader.GetString(reference.Name);
            if (IsFramework(name) && reference.Version > Framework)
            {
                yield return $"{name} {reference.Version}";
            }
        }

        HashSet<string> known = ReadStandard();
        foreach (string member in ReadReferences(reader).Where(member => !known.Contains(member)))
        {
            yield return member;
        }
    }

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" || (name != Engine && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)));

    /// <summary>Every type and member of the engine that an assembly refers to.</summary>
    private static IEnumerable<string> ReadReferences(MetadataReader reader)
    {
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            if (IsEngines(reader, handle))
            {
                yield return TypeNames.Instance.GetTypeFromReference(reader, handle, 0);
            }
        }

        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (member.Parent.Kind == HandleKind.TypeReference && IsEngines(reader, (TypeReferenceHandle)member.Parent))
            {
                string type = TypeNames.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)member.Parent, 0);
                yield return member.GetKind() == MemberReferenceKind.Field
                    ? $"{type}.{reader.GetString(member.Name)}"
                    : Describe(type, reader.GetString(member.Name), member.DecodeMethodSignature(TypeNames.Instance, null));
            }
        }
    }

    private static bool IsEngines(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == Engine,
            HandleKind.TypeReference => IsEngines(reader, (TypeReferenceHandle)type.ResolutionScope),
            _ => false,
        };
    }

    /// <summary>Every type and member that PowerShellStandard has.</summary>
    private static HashSet<string> ReadStandard()
    {
        using PEReader file = new(File.OpenRead(TestEnvironment.PowerShellStandard));
        MetadataReader reader = file.GetMetadataReader();
        HashSet<string> known = [];
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            string name = TypeNames.Instance.GetTypeFromDefinition(reader, handle, 0);
            TypeDefinition type = reader.GetTypeDefinition(handle);
            known.Add(name);
            foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
            {
                known.Add($"{name}.{reader.GetString(field.Name)}");
            }

            foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
            {
                known.Add(Describe(name, reader.GetString(method.Name), method.DecodeSignature(TypeNames.Instance, null)));
            }
        }

        return known;
    }

    private static string Describe(string type, string name, MethodSignature<string> signature) =>
        $"{type}.{name}({string.Join(", ", signature.ParameterTypes)}) {signature.ReturnType}";

    private static bool IsManaged(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        return file.HasMetadata;
    }

    /// <summary>Writes types as names, so that the signatures of two assemblies compare.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public static TypeNames Instance { get; } = new();

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            TypeReference type = reader.GetTypeReference(handle);
            string name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}.{name}"
                : $"{reader.GetString(type.Namespace)}.{name}";
        }

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            string name = reader.GetString(type.Name);
            return type.IsNested ? $"{GetTypeFromDefinition(reader, type.GetDeclaringType(), 0)}.{name}" : $"{reader.GetString(type.Namespace)}.{name}";
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"{typeCode}";

        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetByReferenceType(string elementType) => $"{elementType}&";

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPinnedType(string elementType) => elementType;

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        // A modifier is part of what the compiler checks, not of what the runtime binds by name.
        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "delegate*";
    }
}
