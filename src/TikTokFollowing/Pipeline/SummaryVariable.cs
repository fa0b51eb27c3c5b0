using System.Collections;
using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>
/// The variable that receives the summaries, as -ErrorVariable receives errors: it exists from the start and grows, so it is correct
/// even when the pipeline is stopped.
/// </summary>
internal static class SummaryVariable
{
    /// <summary>Sets the variable in the caller's scope.</summary>
    /// <param name="name">Its name; a leading + keeps what it holds.</param>
    /// <param name="variables">The caller's variables.</param>
    /// <returns>The list to add to.</returns>
    public static ArrayList Create(string name, PSVariableIntrinsics variables)
    {
        ArrayList list = [];
        string bare = name;
        if (name.StartsWith('+'))
        {
            bare = name[1..];
            switch (variables.GetValue(bare))
            {
                case null:
                    break;
                case ArrayList existing:
                    list = existing;
                    break;
                case IEnumerable existing and not string:
                    foreach (object? item in existing)
                    {
                        list.Add(item);
                    }

                    break;
                case object existing:
                    list.Add(existing);
                    break;
            }
        }

        variables.Set(bare, list);
        return list;
    }
}
