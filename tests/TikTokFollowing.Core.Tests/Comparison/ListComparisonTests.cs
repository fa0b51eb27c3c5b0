using System.Diagnostics;
using TikTokFollowing.Comparison;
using static TikTokFollowing.Tests.Comparison.Rows;

namespace TikTokFollowing.Tests.Comparison;

public sealed class ListComparisonTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Friday = new(2026, 3, 6, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compare_TwoLists_FindsWhatChanged()
    {
        (string[] changes, string[] warnings) = Compare(
            [Row("a", "1", "stays"), Row("a", "2", "old"), Row("a", "3", "leaves")],
            [Row("A", "4", "arrives"), Row("A", "2", "new"), Row("A", "1", "STAYS")]);

        Assert.Equal(["Followed A arrives", "Renamed A new", "Unfollowed a leaves"], changes);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Compare_ListMissingInDifference_IsAWarningAndNoUnfollow()
    {
        (string[] changes, string[] warnings) = Compare(
            [Row("a", "1", "x"), Row("b", "1", "x"), Row("b", "2", "y")],
            [Row("a", "1", "x")]);

        Assert.Empty(changes);
        string warning = Assert.Single(warnings);
        Assert.Contains("-DifferenceObject", warning, StringComparison.Ordinal);
        Assert.Contains("'b' (no row). 2 accounts", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ListMissingInReference_IsAWarningAndNoFollow()
    {
        (string[] changes, string[] warnings) = Compare([Row("a", "1", "x")], [Row("b", "2", "y"), Row("a", "1", "x")]);

        Assert.Empty(changes);
        string warning = Assert.Single(warnings);
        Assert.Contains("-ReferenceObject", warning, StringComparison.Ordinal);
        Assert.Contains("'b' (no row). 1 account that it lacks is", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_EmptySide_IsAListThatWasNotRead()
    {
        ComparedRow[] rows = [Row("a", "1", "x"), Row("a", "2", "y")];

        Assert.Empty(Compare(rows, []).Changes);
        Assert.Single(Compare(rows, []).Warnings);
        Assert.Empty(Compare([], rows).Changes);
        Assert.Single(Compare([], rows).Warnings);
        Assert.Empty(Compare([], []).Warnings);
    }

    [Fact]
    public void Compare_EmptySideWithoutAnyListName_IsTakenAsItIs()
    {
        Assert.Equal(["Followed  x"], Compare([], [Row(null, null, "x")]).Changes);
        Assert.Equal(["Unfollowed  x"], Compare([Row(null, null, "x")], []).Changes);
    }

    [Fact]
    public void Compare_ManyMissingLists_NamesTen()
    {
        string warning = Assert.Single(Compare(Enumerable.Range(0, 13).Select(static i => Row($"list{i:00}", "1", "x")), []).Warnings);

        Assert.Contains("'list09' (no row) and 3 more.", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("list10", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData(null, "a")]
    [InlineData(null, null)]
    public void Compare_SideWithoutListNames_IgnoresThoseOfTheOther(string? reference, string? difference)
    {
        (string[] changes, string[] warnings) = Compare(
            [Row(reference, "1", "x"), Row(reference, "2", "y")],
            [Row(difference, "2", "y"), Row(difference, "3", "z")]);

        Assert.Equal(["Followed", "Unfollowed"], changes.Select(static change => change.Split(' ')[0]));
        Assert.Equal(["z", "x"], changes.Select(static change => change.Split(' ')[2]));
        Assert.Empty(warnings);
    }

    [Fact]
    public void Compare_SeveralListsAgainstRowsWithoutListNames_AreOneList() =>
        Assert.Equal(["Unfollowed a x"], Compare([Row("a", "1", "x"), Row("a", "2", "y"), Row("b", "2", "y")], [Row(null, "2", "y")]).Changes);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Compare_SomeRowsWithoutListName_AreNoMembersOfNamedLists(int position)
    {
        List<ComparedRow> difference = [Row("a", "1", "x"), Row("a", "3", "z")];
        difference.Insert(position, Row(null, "2", "y"));

        (string[] changes, string[] warnings) = Compare([Row("a", "1", "x"), Row("a", "2", "y")], difference);

        Assert.Equal(["Followed a z", "Unfollowed a y"], changes);
        Assert.Contains("rows without FollowedBy (no row)", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Limited")]
    [InlineData("Truncated")]
    [InlineData("OutOfCredits")]
    [InlineData("Failed")]
    [InlineData("NotStarted")]
    [InlineData("something new")]
    [InlineData("7")]
    public void Compare_LaterReadingWasNotComplete_BringsNoUnfollowed(string status)
    {
        (string[] changes, string[] warnings) = Compare(
            [Row("a", "1", "x"), Row("a", "2", "y"), Row("b", "1", "x")],
            [Row("a", "3", "z"), Row("b", "2", "y")],
            Summaries(("A", status, 1), ("b", "Complete", 1)));

        Assert.Equal(["Followed a z", "Followed b y", "Unfollowed b x"], changes);
        string warning = Assert.Single(warnings);
        Assert.Contains($"'a' ({(status == "7" ? "Failed" : status)}). 2 accounts", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("-Summary", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_SummariesLackTheList_BringsNoUnfollowed()
    {
        (string[] changes, string[] warnings) = Compare(
            [Row("a", "1", "x")], [Row("a", "2", "y")], Summaries(("b", "Complete", 1)));

        Assert.Equal(["Followed a y"], changes);
        string warning = Assert.Single(warnings);
        Assert.Contains("'a' (no summary). 1 account", warning, StringComparison.Ordinal);
        Assert.EndsWith("pass its summary with -Summary.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_EarlierReadingWasNotComplete_BringsNoFollowed()
    {
        (string[] changes, string[] warnings) = Compare(
            [Row("a", "1", "x"), Row("a", "4", "old")],
            [Row("a", "2", "y"), Row("a", "4", "new")],
            Summaries(("a", "OutOfCredits", 2), ("a", "Complete", 2)));

        Assert.Equal(["Renamed a new", "Unfollowed a x"], changes);
        string warning = Assert.Single(warnings);
        Assert.Contains("-ReferenceObject", warning, StringComparison.Ordinal);
        Assert.Contains("'a' (OutOfCredits). 1 account", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_SummarySaysEmpty_TellsItFromNotRead()
    {
        ComparedRow[] rows = [Row("a", "1", "x")];

        Assert.Equal(["Unfollowed a x"], Compare(rows, [], Summaries(("a", "Complete", 0))).Changes);
        Assert.Empty(Compare(rows, [], Summaries(("a", "Complete", 1))).Changes);
        Assert.Empty(Compare(rows, [], Summaries(("a", "Hidden", 0))).Changes);
        Assert.Equal(["Followed a x"], Compare([], rows, Summaries(("a", "Complete", 0), ("a", "Complete", 1))).Changes);
    }

    [Fact]
    public void Compare_RowsWithoutListName_NeedEverySummaryComplete()
    {
        ComparedRow[] reference = [Row(null, "1", "x")];

        Assert.Equal(["Unfollowed  x"], Compare(reference, [], Summaries(("a", "Complete", 3), ("b", "Complete", 3))).Changes);
        Assert.Empty(Compare(reference, [], Summaries(("a", "Complete", 3), ("b", "Failed", 3))).Changes);
    }

    [Fact]
    public void Compare_RowThatNamesNoAccount_CouldBeAnyOfItsList()
    {
        (string[] changes, string[] warnings) = Compare(
            [Row("a", "1", "x"), Row("b", "1", "x"), Row("b", null, null)],
            [Row("a", "2", "y"), Row("a", null, " "), Row("b", "2", "y")]);

        Assert.Equal(["Followed a y", "Unfollowed b x"], changes);
        Assert.Equal(2, warnings.Count(static warning => warning.Contains("rows that name no account", StringComparison.Ordinal)));
    }

    [Fact]
    public void Compare_FloatIds_AreNoIdentity()
    {
        ComparedRow[] intact = [.. Enumerable.Range(0, 234).Select(static i => Row("a", $"68261371042{i:00000000}", $"user{i}"))];
        static IEnumerable<ComparedRow> Mangled() => Enumerable.Range(0, 234).Select(static i => Row("a", "6.83E+18", $"user{i}"));

        (string[] changes, string[] warnings) = Compare(Mangled(), intact);
        Assert.Empty(changes);
        Assert.Contains("234 ids were", Assert.Single(warnings), StringComparison.Ordinal);

        (changes, warnings) = Compare(Mangled(), Mangled().Skip(200));
        Assert.Equal(200, changes.Count(static change => change.StartsWith("Unfollowed", StringComparison.Ordinal)));
        Assert.Contains("268 ids were", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_MangledId_IsNotShownAsTheIdOfTheChange()
    {
        (FollowingChange[] changes, _) = CompareInFull([Row("a", "5.90E+18", "x")], [Row("a", "5,90E+18", "y")]);

        Assert.Equal([null, null], changes.Select(static change => change.UserId));
    }

    [Fact]
    public void Compare_BareHandleOnOneSide_MatchesItsFirstAccountOnly()
    {
        // The handle was taken over by another account.
        (string[] changes, _) = Compare([Row("a", null, "x")], [Row("a", "1", "x"), Row("a", "2", "x"), Row("a", "2", "x"), Row("a", "1", "x")]);

        Assert.Equal(["Followed a x"], changes);
    }

    [Fact]
    public void Compare_RepeatedRows_CountOnce()
    {
        (string[] changes, _) = Compare(
            [Row("a", "1", "x"), Row("a", "1", "x"), Row("a", "2", "old")],
            [Row("a", "3", "z"), Row("a", "3", "z"), Row("a", "2", "new"), Row("a", "2", "new")]);

        Assert.Equal(["Followed a z", "Renamed a new", "Unfollowed a x"], changes);
    }

    [Fact]
    public void Compare_LiveRows_SaysWhenItHappened()
    {
        (FollowingChange[] changes, _) = CompareInFull(
            [Row("a", "1", "gone", Read(Monday)), Row("a", "2", "old", Read(Monday))],
            [
                Row("a", "3", "new", Read(Friday), ("FollowedNotBefore", Monday.AddDays(1)), ("FollowedNotAfter", Monday.AddDays(2))),
                Row("a", "2", "renamed", Read(Friday.AddMinutes(-1))),
            ]);

        Assert.Equal(
            [
                (FollowingChangeKind.Followed, Monday.AddDays(1), Monday.AddDays(2), Friday),
                (FollowingChangeKind.Renamed, Monday, Friday.AddMinutes(-1), Friday.AddMinutes(-1)),
                (FollowingChangeKind.Unfollowed, Monday, Friday, Friday),
            ],
            changes.Select(static change => (change.Kind, change.NotBefore!.Value, change.NotAfter!.Value, change.SeenAt!.Value)));
    }

    [Fact]
    public void Compare_RowsWithoutTimes_SaysNothingAboutWhen()
    {
        (FollowingChange[] changes, _) = CompareInFull([Row("a", "1", "gone")], [Row("a", "2", "new")]);

        Assert.All(changes, static change => Assert.Equal((null, null, null), (change.NotBefore, change.NotAfter, change.SeenAt)));
    }

    [Fact]
    public void Compare_ManyFollowersOfOneAccount_IsLinear()
    {
        static ComparedRow[] TenThousandLists() =>
        [
            .. from list in Enumerable.Range(0, 10_000)
               from user in Enumerable.Range(0, 10)
               select new ComparedRow(list, name => name == "FollowedBy" ? $"list{list}" : name == "UserId" ? $"{user}" : null),
        ];

        Stopwatch clock = Stopwatch.StartNew();
        Assert.Empty(Compare(TenThousandLists(), TenThousandLists()).Changes);

        // A search through all followers of an account for each row takes minutes.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static (string Name, object? Value) Read(DateTimeOffset at) => ("RetrievedAt", at);
}
