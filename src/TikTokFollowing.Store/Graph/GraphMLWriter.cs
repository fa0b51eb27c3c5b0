using System.Xml;

namespace TikTokFollowing.Store.Graph;

/// <summary>GraphML. Times are texts: the format has no type for them.</summary>
internal sealed class GraphMLWriter : IGraphWriter
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private static readonly (string Name, string Type, Func<GraphNode, string?> Value)[] NodeKeys =
    [
        ("label", "string", static node => node.Label),
        ("handle", "string", static node => node.Handle),
        ("name", "string", static node => node.DisplayName),
        ("verified", "boolean", static node => GraphText.Of(node.Verified)),
        ("private", "boolean", static node => GraphText.Of(node.Private)),
        ("followers", "long", static node => GraphText.Of(node.Followers)),
        ("following", "long", static node => GraphText.Of(node.Following)),
        ("likes", "long", static node => GraphText.Of(node.Likes)),
        ("videos", "long", static node => GraphText.Of(node.Videos)),
        ("listStatus", "string", static node => node.ListStatus),
        ("listReadAt", "string", static node => GraphText.Of(node.ListReadAt)),
    ];

    private static readonly (string Name, Func<FollowBounds, string?> Value)[] EdgeKeys =
    [
        ("start", static follow => GraphText.Of(follow.Start)),
        ("end", static follow => GraphText.Of(follow.End)),
        ("followedNotBefore", static follow => GraphText.Of(follow.FollowedNotBefore)),
        ("followedNotAfter", static follow => GraphText.Of(follow.FollowedNotAfter)),
        ("unfollowedNotBefore", static follow => GraphText.Of(follow.UnfollowedNotBefore)),
        ("unfollowedNotAfter", static follow => GraphText.Of(follow.UnfollowedNotAfter)),
    ];

    private readonly XmlWriter _xml;

    public GraphMLWriter(Stream stream)
    {
        _xml = XmlWriter.Create(stream);
        _xml.WriteStartElement("graphml", Namespace);
        foreach ((string name, string type, _) in NodeKeys)
        {
            WriteKey("node", name, type);
        }

        foreach ((string name, _) in EdgeKeys)
        {
            WriteKey("edge", name, "string");
        }

        _xml.WriteStartElement("graph", Namespace);
        _xml.WriteAttributeString("edgedefault", "directed");
    }

    public void Write(GraphNode node)
    {
        _xml.WriteStartElement("node", Namespace);
        _xml.WriteAttributeString("id", GraphText.ForXml(node.Id));
        foreach ((string name, _, Func<GraphNode, string?> value) in NodeKeys)
        {
            WriteData("n_" + name, value(node));
        }

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
        foreach ((string name, Func<FollowBounds, string?> value) in EdgeKeys)
        {
            WriteData("e_" + name, value(edge.Entry));
        }

        _xml.WriteEndElement();
    }

    public void Complete()
    {
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public void Dispose() => _xml.Dispose();

    private void WriteKey(string of, string name, string type)
    {
        _xml.WriteStartElement("key", Namespace);
        _xml.WriteAttributeString("id", $"{of[0]}_{name}");
        _xml.WriteAttributeString("for", of);
        _xml.WriteAttributeString("attr.name", name);
        _xml.WriteAttributeString("attr.type", type);
        _xml.WriteEndElement();
    }

    private void WriteData(string key, string? value)
    {
        if (value is not null)
        {
            _xml.WriteStartElement("data", Namespace);
            _xml.WriteAttributeString("key", key);
            _xml.WriteString(GraphText.ForXml(value));
            _xml.WriteEndElement();
        }
    }
}
