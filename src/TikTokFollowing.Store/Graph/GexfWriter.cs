using System.Xml;

namespace TikTokFollowing.Store.Graph;

/// <summary>
/// GEXF 1.3. The network is dynamic: an edge has a start, and an end when the follow ended. They are days, the one form of time that all
/// readers of the format share; the exact bounds are attributes.
/// </summary>
internal sealed class GexfWriter : IGraphWriter
{
    private const string Namespace = "http://gexf.net/1.3";

    private readonly XmlWriter _xml;

    public GexfWriter(Stream stream)
    {
        _xml = XmlWriter.Create(stream);
        _xml.WriteStartElement("gexf", Namespace);
        _xml.WriteAttributeString("version", "1.3");
        _xml.WriteStartElement("graph", Namespace);
        _xml.WriteAttributeString("defaultedgetype", "directed");
        _xml.WriteAttributeString("mode", "dynamic");
        _xml.WriteAttributeString("timeformat", "date");
        _xml.WriteAttributeString("idtype", "string");
        WriteDeclarations("node", GraphAttributes.OfNode);
        WriteDeclarations("edge", GraphAttributes.OfFollow);
        _xml.WriteStartElement("nodes", Namespace);
    }

    public void Write(GraphNode node)
    {
        _xml.WriteStartElement("node", Namespace);
        _xml.WriteAttributeString("id", GraphText.ForXml(node.Id));
        _xml.WriteAttributeString("label", GraphText.ForXml(node.Label));
        WriteValues(GraphAttributes.OfNode, node);
        _xml.WriteEndElement();
    }

    public void BeginEdges()
    {
        _xml.WriteEndElement();
        _xml.WriteStartElement("edges", Namespace);
    }

    public void Write(GraphEdge edge)
    {
        _xml.WriteStartElement("edge", Namespace);
        _xml.WriteAttributeString("id", GraphText.Of(edge.Id));
        _xml.WriteAttributeString("source", GraphText.ForXml(edge.Source));
        _xml.WriteAttributeString("target", GraphText.ForXml(edge.Target));
        _xml.WriteAttributeString("start", GraphText.DayOf(edge.Bounds.Start));
        if (edge.Bounds.End is DateTimeOffset end)
        {
            _xml.WriteAttributeString("end", GraphText.DayOf(end));
        }

        WriteValues(GraphAttributes.OfFollow, edge.Bounds);
        _xml.WriteEndElement();
    }

    public void Complete()
    {
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public void Dispose() => _xml.Dispose();

    private void WriteDeclarations<T>(string of, GraphAttribute<T>[] attributes)
    {
        _xml.WriteStartElement("attributes", Namespace);
        _xml.WriteAttributeString("class", of);
        foreach ((string name, string type, _) in attributes)
        {
            _xml.WriteStartElement("attribute", Namespace);
            _xml.WriteAttributeString("id", name);
            _xml.WriteAttributeString("title", name);
            _xml.WriteAttributeString("type", type);
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    private void WriteValues<T>(GraphAttribute<T>[] attributes, T of)
    {
        _xml.WriteStartElement("attvalues", Namespace);
        foreach ((string name, _, Func<T, string?> read) in attributes)
        {
            if (read(of) is string value)
            {
                _xml.WriteStartElement("attvalue", Namespace);
                _xml.WriteAttributeString("for", name);
                _xml.WriteAttributeString("value", GraphText.ForXml(value));
                _xml.WriteEndElement();
            }
        }

        _xml.WriteEndElement();
    }
}
