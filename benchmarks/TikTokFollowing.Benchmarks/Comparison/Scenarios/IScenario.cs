namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>One part of the comparison.</summary>
internal interface IScenario
{
    /// <summary>What <c>--only</c> calls it.</summary>
    string Name { get; }

    /// <summary>Measures and writes its lines into the table.</summary>
    Task RunAsync(Workbench bench, Scale scale, ResultTable table);
}
