using System.Reflection;
using System.Runtime.CompilerServices;

namespace TikTokFollowing;

/// <summary>
/// What makes the first list of a process faster. A script reads its list once, so the time to compile code matters more than its
/// peak speed. docs/architecture.md lists the measures.
/// </summary>
internal static class StartUp
{
    /// <summary>For methods that run for each row: most lists have ended before tiered compilation would have replaced them.</summary>
    public const MethodImplOptions CompileFully = MethodImplOptions.AggressiveOptimization;

    /// <summary>Compiles and loads on another thread what the first request needs, while the script continues after connecting.</summary>
    /// <param name="work">Work without side effects. If it fails here, the first request does it again.</param>
    public static void InBackground(Action work) => _ = Task.Run(work);

    /// <summary>Compiles the methods of types and of what is nested in them. Runs none of them.</summary>
    /// <param name="types">In the order in which they will be needed.</param>
    public static void Compile(IEnumerable<Type> types)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (Type type in types.Where(static type => !type.ContainsGenericParameters))
        {
            foreach (MethodBase method in type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)))
            {
                // A record's own text and hash are not used.
                if (!method.IsAbstract && !method.ContainsGenericParameters && method.Name is not ("PrintMembers" or "ToString" or "GetHashCode"))
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }

            Compile(type.GetNestedTypes(Own));
        }
    }
}
