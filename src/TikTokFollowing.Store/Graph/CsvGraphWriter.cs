using System.Text;

namespace TikTokFollowing.Store.Graph;

/// <summary>Two tables, with the columns that Gephi's and Cytoscape's imports look for.</summary>
internal sealed class CsvGraphWriter : IGraphWriter
{
    private static readonly GraphAttribute<FollowBounds>[] EdgeColumns = [.. GraphAttributes.TimesOfFollow, .. GraphAttributes.OfFollow];

    private readonly StreamWriter _nodes;
    private readonly StreamWriter _edges;

    public CsvGraphWriter(Stream nodes, Stream edges)
    {
        _nodes = new StreamWriter(nodes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        _edges = new StreamWriter(edges, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        WriteLine(_nodes, ["Id", "Label", .. GraphAttributes.OfNode.Select(static column => Title(column.Name))]);
        WriteLine(_edges, ["Id", "Source", "Target", "Type", .. EdgeColumns.Select(static column => Title(column.Name))]);
    }

    public void Write(GraphNode node) => WriteLine(_nodes, [node.Id, node.Label, .. GraphAttributes.OfNode.Select(column => column.Value(node))]);

    public void BeginEdges()
    {
        // The edges have a file of their own.
    }

    public void Write(GraphEdge edge) => WriteLine(
        _edges, [GraphText.Of(edge.Id), edge.Source, edge.Target, "Directed", .. EdgeColumns.Select(column => column.Value(edge.Bounds))]);

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

    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static void WriteLine(StreamWriter writer, string?[] values)
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
