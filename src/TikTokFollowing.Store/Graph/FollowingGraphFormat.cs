namespace TikTokFollowing;

/// <summary>A form in which a network of follows is written.</summary>
public enum FollowingGraphFormat
{
    /// <summary>GEXF 1.3, with the time of each follow: for Gephi.</summary>
    Gexf,

    /// <summary>GraphML: for Cytoscape, yEd and networkx.</summary>
    GraphML,

    /// <summary>Two tables, of the nodes and of the edges.</summary>
    Csv,
}
