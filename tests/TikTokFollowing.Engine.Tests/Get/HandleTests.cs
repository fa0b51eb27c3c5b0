using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>-Handle: every form that it takes, and what it refuses.</summary>
public sealed class HandleTests : EngineTest
{
    [Theory]
    [InlineData("stoolpresidente")]
    [InlineData("@stoolpresidente")]
    [InlineData(" @stoolpresidente ")]
    [InlineData("@StoolPresidente")]
    [InlineData("https://www.tiktok.com/@stoolpresidente")]
    [InlineData("http://www.tiktok.com/@stoolpresidente")]
    [InlineData("https://tiktok.com/@stoolpresidente")]
    [InlineData("www.tiktok.com/@stoolpresidente")]
    [InlineData("m.tiktok.com/@stoolpresidente")]
    [InlineData("tiktok.com/@stoolpresidente")]
    [InlineData("HTTPS://WWW.TIKTOK.COM/@StoolPresidente")]
    [InlineData("https://www.tiktok.com/@stoolpresidente/")]
    [InlineData("https://www.tiktok.com/@stoolpresidente?lang=en")]
    [InlineData("https://www.tiktok.com/@stoolpresidente/video/7300000000000000001?is_copy_url=1")]
    [InlineData("https://www.tiktok.com/@stoolpresidente#top")]
    [InlineData("https://www.tiktok.com/%40stoolpresidente")]
    public void Handle_InAnyForm_IsAskedForAndShownInLowerCase(string handle)
    {
        ConnectLoopback();
        Session.With("handle", handle);
        Run run = Run("Get-TikTokFollowing $handle -First 2 -SummaryVariable summary").AssertSilent();
        Assert.Equal(["stoolpresidente", "stoolpresidente"], run.Rows.Select(static row => row.FollowedBy));
        Assert.Equal("stoolpresidente", run.Summary.Handle);
        Assert.Contains("\"handle\":\"stoolpresidente\"", Assert.Single(Server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@")]
    [InlineData("@@name")]
    [InlineData("two words")]
    [InlineData("../admin")]
    [InlineData("name/followers")]
    [InlineData("..")]
    [InlineData("name?count=100")]
    [InlineData("name#x")]
    [InlineData("name%2f..")]
    [InlineData("name\",\"count\":\"1")]
    [InlineData("name\r\nX-Injected: 1")]
    [InlineData("name\0")]
    [InlineData("\u001b[2Jname")]
    [InlineData("name\u202e")]
    [InlineData("n\u00e4me")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("https://vm.tiktok.com/ZMabc123/")]
    [InlineData("https://www.tiktok.com/t/ZTabc123/")]
    [InlineData("https://example.invalid/@name")]
    [InlineData("https://www.tiktok.com.example.invalid/@name")]
    [InlineData("https://www.tiktok.com@example.invalid/@name")]
    [InlineData("https://www.tiktok.com/video/1")]
    [InlineData("https://www.tiktok.com/@../admin")]
    public void Handle_ThatIsNone_IsItsOwnErrorWithoutARequest(string handle) => AssertRefused(handle);

    [Fact]
    public void Handle_WithALoneSurrogate_IsItsOwnErrorWithoutARequest() => AssertRefused("name" + (char)0xD83D);

    [Fact]
    public void Handle_OfTenThousandLetters_IsItsOwnErrorInOneLine() => AssertRefused(new string('a', 10_000));

    [Theory]
    [InlineData("''")]
    [InlineData("\"  `t\"")]
    [InlineData("'# a comment'")]
    [InlineData("'#stoolpresidente'")]
    [InlineData("'', '# the first', '   '")]
    public void Handle_BlankLineOrComment_IsPassedOver(string lines)
    {
        FollowingConnection connection = ConnectSandbox();
        foreach (string command in new[] { $"Get-TikTokFollowing {lines} -SummaryVariable summary", $"{lines} | Get-TikTokFollowing -SummaryVariable summary" })
        {
            Run run = Run(command).AssertSilent();
            Assert.Empty(run.Output);
            Assert.Empty(run.Summaries);
        }

        Assert.Equal(0, connection.RequestsSent);
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("@()")]
    [InlineData("@($null)")]
    public void Handle_ThatIsNothing_IsNoBindingErrorAndNoRequest(string value)
    {
        FollowingConnection connection = ConnectSandbox();
        Assert.Null(Run($"Get-TikTokFollowing {value}").Terminating);
        Assert.Null(Run($"{value} | Get-TikTokFollowing").Terminating);
        Assert.Equal(0, connection.RequestsSent);
    }

    [Theory]
    [InlineData("[pscustomobject] @{ Something = 'stoolpresidente' }")]
    [InlineData("@{ Something = 'stoolpresidente' }")]
    [InlineData("[datetime]::UnixEpoch")]
    [InlineData("[ConsoleColor]::Red")]
    public void Handle_ObjectWithoutAUsableProperty_IsToldWhichWouldDo(string value)
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run($"{value}, 'sandbox.empty' | Get-TikTokFollowing");
        ErrorRecord error = run.AssertError("InvalidHandle");
        string text = $"{error} {error.ErrorDetails.RecommendedAction}";
        Assert.All(new[] { "Handle", "UserName", "UniqueId", "Url", "ProfileUrl" }, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Equal(1, connection.RequestsSent);
    }

    [Fact]
    public void Handle_SummaryOfAnObjectThatNamedNoAccount_IsNotAskedForWhenItIsRepeated()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("[pscustomobject] @{ Something = 'x' } | Get-TikTokFollowing -SummaryVariable summary -ErrorAction Ignore; $first = $summary");
        Run("$first | Get-TikTokFollowing").AssertError("InvalidHandle");
        Assert.Equal(0, connection.RequestsSent);
    }

    [Fact]
    public void Handle_TotalOfIncludeTotalCount_IsPassedOver()
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run("Get-TikTokFollowing stoolpresidente -First 1 -IncludeTotalCount | Get-TikTokFollowing -First 1 -SummaryVariable summary").AssertSilent();
        Assert.Single(run.Summaries);
        Assert.Equal(2, connection.RequestsSent);
    }

    [Fact]
    public void Handle_NameOfAFile_IsAskedForWithAWarningThatNamesGetContent()
    {
        FollowingConnection connection = ConnectSandbox();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "handles.txt"), "stoolpresidente\n");
            Session.With("folder", folder.FullName);
            Run run = Run("$null = $ExecutionContext.SessionState.Path.SetLocation($folder); Get-TikTokFollowing handles.txt -First 1 -SummaryVariable summary");
            Assert.Contains("Get-Content", Assert.Single(run.Warnings), StringComparison.Ordinal);
            Assert.Contains("handles.txt", run.Warnings[0], StringComparison.Ordinal);
            Assert.Equal("handles.txt", run.Summary.Handle);
            Assert.Equal(1, connection.RequestsSent);
            Assert.Empty(Run("Get-TikTokFollowing no.such.file -First 1").Warnings);
        }
        finally
        {
            Run("$null = $ExecutionContext.SessionState.Path.SetLocation([System.IO.Path]::GetTempPath())");
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Handle_TwiceInOneCommand_IsAskedOnce()
    {
        FollowingConnection connection = ConnectSandbox();
        const string Command = "'stoolpresidente', '@StoolPresidente', 'https://www.tiktok.com/@stoolpresidente' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary";
        foreach (string more in new[] { string.Empty, " -ThrottleLimit 3" })
        {
            Run run = Run(Command + more).AssertSilent();
            Assert.Equal(234, run.Rows.Count);
            Assert.Equal("stoolpresidente Complete", run.Statuses);
        }

        // By each of the two commands.
        Assert.Equal(6, connection.RequestsSent);
    }

    private void AssertRefused(string handle)
    {
        FollowingConnection connection = ConnectSandbox();
        Session.With("handle", handle);
        Run run = Run("Get-TikTokFollowing $handle, sandbox.empty -SummaryVariable summary");
        ErrorRecord error = run.AssertError("InvalidHandle");
        Assert.Equal("InvalidHandle,TikTokFollowing.Commands.GetTikTokFollowingCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(handle, $"{error.TargetObject}");
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain($"{error}", static character => char.IsControl(character) || character == '\u202e');
        Assert.InRange($"{error}".Length, 1, 400);
        Assert.Equal([FollowingStatus.Failed, FollowingStatus.Complete], run.Summaries.Select(static summary => summary.Status));
        Assert.Equal(1, connection.RequestsSent);
    }
}
