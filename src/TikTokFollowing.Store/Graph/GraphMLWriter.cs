using System.Xml;

namespace TikTokFollowing.Store.Graph;

/// <summary>GraphML.</summary>
internal sealed class GraphMLWriter : IGraphWriter
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private static readonly GraphAttribute<GraphNode>[] NodeKeys = [new("label", "string", static node => node.Label), .. GraphAttributes.OfNode];
    private static readonly GraphAttribute<FollowBounds>[] EdgeKeys = [.. GraphAttributes.TimesOfFollow, .. GraphAttributes.OfFollow];

    private readonly XmlWriter _xml;

    public GraphMLWriter(Stream stream)
    {
        _xml = XmlWriter.Create(stream);
        _xml.WriteStartElement("graphml", Namespace);
        WriteKeys("node", NodeKeys);
        WriteKeys("edge", EdgeKeys);

        _xml.WriteStartElement("graph", Namespace);
        _xml.WriteAttributeString("edgedefault", "directed");
    }

    public void Write(GraphNode node)
    {
        _xml.WriteStartElement("node", Namespace);
        _xml.WriteAttributeString("id", GraphText.ForXml(node.Id));
        WriteData("node", NodeKeys, node);

        _xml.WriteEndElement();
    }

    public void BeginEdges()
    {
        // Nodes and edges stand in one element.
    }

    public void Write(GraphEdge edge)
    {
        _xml.WriteStartElement("edge", Namespace);
        _xml.WriteAttributeString("id", "f" + GraphText.Of(edge.Id));
        _xml.WriteAttributeString("source", GraphText.ForXml(edge.Source));
        _xml.WriteAttributeString("target", GraphText.ForXml(edge.Target));
        WriteData("edge", EdgeKeys, edge.Bounds);

        _xml.WriteEndElement();
    }

    public void Complete()
    {
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public void Dispose() => _xml.Dispose();

    private void WriteKeys<T>(string of, GraphAttribute<T>[] keys)
    {
        foreach ((string name, string type, _) in keys)
        {
            _xml.WriteStartElement("key", Namespace);
            _xml.WriteAttributeString("id", Key(of, name));
            _xml.WriteAttributeString("for", of);
            _xml.WriteAttributeString("attr.name", name);
            _xml.WriteAttributeString("attr.type", type);
            _xml.WriteEndElement();
        }
    }

    private void WriteData<T>(string of, GraphAttribute<T>[] keys, T item)
    {
        foreach ((string name, _, Func<T, string?> read) in keys)
        {
            if (read(item) is string value)
            {
                _xml.WriteStartElement("data", Namespace);
                _xml.WriteAttributeString("key", Key(of, name));
                _xml.WriteString(GraphText.ForXml(value));
                _xml.WriteEndElement();
            }
        }
    }

    // Nodes and edges share one space of keys.
    private static string Key(string of, string name) => $"{of[0]}_{name}";
}
