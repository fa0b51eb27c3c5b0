using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>Lets contestants take turns, A B C A B C, so that whatever slows the machine down for a while slows all of them.</summary>
internal sealed class Contest
{
    private readonly Dictionary<Contestant, List<Outcome>> _outcomes = [];

    private Contest()
    {
    }

    public static async Task<Contest> RunAsync(string title, int rounds, params Contestant[] contestants)
    {
        Contest contest = new();
        for (int round = 1; round <= rounds; round++)
        {
            foreach (Contestant contestant in contestants)
            {
                Outcome outcome = await contestant.RunAsync();
                contest.OutcomesOf(contestant).Add(outcome);
                double seconds = outcome.Child.Numbers.TryGetValue("seconds", out double inside) ? inside : outcome.Child.ProcessTime.TotalSeconds;
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{title}, round {round} of {rounds}: {contestant.Name} {seconds:0.000} s"));
            }
        }

        return contest;
    }

    /// <summary>Every measurement of a contestant, in order.</summary>
    public List<Outcome> OutcomesOf(Contestant contestant)
    {
        if (!_outcomes.TryGetValue(contestant, out List<Outcome>? outcomes))
        {
            _outcomes[contestant] = outcomes = [];
        }

        return outcomes;
    }

    /// <summary>The median time of the work itself, in seconds.</summary>
    public double Seconds(Contestant contestant) => Median(contestant, static outcome => outcome.Seconds);

    /// <summary>The median of whatever is asked for.</summary>
    public double Median(Contestant contestant, Func<Outcome, double> value)
    {
        double[] values = [.. OutcomesOf(contestant).Select(value).Order()];
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
