using CsCheck;

namespace TikTokFollowing.Store.Tests.History;

/// <summary>
/// Random lives of a list against a list that knows the truth. Whatever is read of it, and however the reading goes, the store never
/// says what is not so.
/// </summary>
public sealed class LifeTests
{
    private const int Lives = 1500;

    private static readonly Gen<Step> AnyStep =
        Gen.Select(Gen.Enum<StepKind>(), Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[0, 999], (kind, a, b, c) => new Step(kind, a, b, c));

    private static readonly Gen<Step[]> AnyLife = AnyStep.Array[1, 45];

    internal enum StepKind
    {
        Wait,
        WaitLong,
        Follow,
        FollowMany,
        Unfollow,
        FollowAgain,
        Rename,
        Read,
        ReadWhole,
        ReadBroken,
        ReadWhileItChanges,
    }

    internal sealed record Step(StepKind Kind, int A, int B, int C);

    [Fact]
    public void Sync_LifeWithIds_NeverSaysWhatIsNotSo() => Live(Providers.WithIds);

    [Fact]
    public void Sync_LifeWithNamesAlone_NeverSaysWhatIsNotSo() => Live(Providers.Mixed);

    private static void Live(Providers providers)
    {
        using LifeStore store = new();
        AnyLife.Sample(
            steps => new Life(store, providers).Live(steps),
            iter: Environment.GetEnvironmentVariable("LIFE_ITER") is string n ? int.Parse(n) : Lives,
            threads: 1,
            print: steps => string.Join('\n', steps.Select(step => step.ToString())));
    }
}
