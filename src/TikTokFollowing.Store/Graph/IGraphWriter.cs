namespace TikTokFollowing.Store.Graph;

/// <summary>Writes a network: first the nodes, then the edges, as they come.</summary>
internal interface IGraphWriter : IDisposable
{
    void Write(GraphNode node);

    void BeginEdges();

    void Write(GraphEdge edge);

    void Complete();
}
