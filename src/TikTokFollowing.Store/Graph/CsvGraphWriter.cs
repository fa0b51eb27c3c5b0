using System.Text;

namespace TikTokFollowing.Store.Graph;

/// <summary>Two tables, with the columns that Gephi's and Cytoscape's imports look for.</summary>
internal sealed class CsvGraphWriter : IGraphWriter
{
    private readonly StreamWriter _nodes;
    private readonly StreamWriter _edges;

    public CsvGraphWriter(Stream nodes, Stream edges)
    {
        _nodes = new StreamWriter(nodes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        _edges = new StreamWriter(edges, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        WriteLine(_nodes, "Id", "Label", "Handle", "Name", "Verified", "Private", "Followers", "Following", "Likes", "Videos", "ListStatus", "ListReadAt");
        WriteLine(
            _edges, "Id", "Source", "Target", "Type", "Start", "End", "FollowedNotBefore", "FollowedNotAfter", "UnfollowedNotBefore",
            "UnfollowedNotAfter");
    }

    public void Write(GraphNode node) => WriteLine(
        _nodes, node.Id, node.Label, node.Handle, node.DisplayName, GraphText.Of(node.Verified), GraphText.Of(node.Private),
        GraphText.Of(node.Followers), GraphText.Of(node.Following), GraphText.Of(node.Likes), GraphText.Of(node.Videos), node.ListStatus,
        GraphText.Of(node.ListReadAt));

    public void BeginEdges()
    {
        // The edges have a file of their own.
    }

    public void Write(GraphEdge edge) => WriteLine(
        _edges, GraphText.Of(edge.Id), edge.Source, edge.Target, "Directed", GraphText.Of(edge.Entry.Start), GraphText.Of(edge.Entry.End),
        GraphText.Of(edge.Entry.FollowedNotBefore), GraphText.Of(edge.Entry.FollowedNotAfter), GraphText.Of(edge.Entry.UnfollowedNotBefore),
        GraphText.Of(edge.Entry.UnfollowedNotAfter));

    public void Complete()
    {
        _nodes.Flush();
        _edges.Flush();
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _edges.Dispose();
    }

    private static void WriteLine(StreamWriter writer, params string?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(',');
            }

            string value = values[i] ?? string.Empty;
            if (value.AsSpan().IndexOfAny(",\"\r\n") < 0)
            {
                writer.Write(value);
            }
            else
            {
                writer.Write('"');
                writer.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
                writer.Write('"');
            }
        }

        writer.WriteLine();
    }
}
