using System.Text;
using TikTokFollowing.Checkpoints;
using TikTokFollowing.Paging;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Tests;

/// <summary>Refusals inside a 200, in the orders and forms that wrappers give them.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("""{"data":{"status_code":2096,"userList":[]},"code":0,"msg":"success"}""", FollowingErrorKind.ListHidden)]
    [InlineData("""{"code":0,"msg":"success","data":{"status_code":2096,"userList":[]}}""", FollowingErrorKind.ListHidden)]
    [InlineData("""{"data":{"status_code":2065,"status_msg":"User doesn't exist"},"code":"SUCCESS"}""", FollowingErrorKind.NotFound)]
    [InlineData("""{"code":-1,"msg":"Profile user is hiding following list."}""", FollowingErrorKind.ListHidden)]
    [InlineData("""{"followingList":[],"error":["broken"]}""", FollowingErrorKind.ServiceFault)]
    public void JudgePage_RefusalInAnyOrder_IsNoEmptyList(string body, FollowingErrorKind kind)
    {
        Assert.Equal(kind, Judge(body)?.Kind);
    }

    [Theory]
    [InlineData("""{"followingList":[],"hasMore":false,"error":[]}""")]
    [InlineData("""{"followingList":[],"hasMore":false,"error":null,"code":"OK"}""")]
    [InlineData("""{"data":{"followingList":[],"hasMore":false},"status":"success","code":200}""")]
    public void JudgePage_SuccessInAnyForm_IsAnEmptyList(string body)
    {
        Assert.Null(Judge(body));
    }

    [Fact]
    public void JudgePage_CodeOfAStranger_IsNeutralisedAndCut()
    {
        Fault? fault = Judge("{\"error\":{\"code\":\"\\u001b[2J" + new string('x', 5000) + "\",\"message\":\"m\"}}");

        Assert.NotNull(fault);
        Assert.DoesNotContain('\u001b', fault.Message);
        Assert.InRange(fault.Message.Length, 1, 300);
    }

    [Fact]
    public void CheckpointLine_TruncatedList_IsNotForgotten()
    {
        CheckpointRecord record = new("list", null, "5", 1, 0, [new AccountKey(7, null)]) { IsTruncated = true };
        CheckpointEntry entry = new();

        entry.Add(CheckpointLine.Read(CheckpointLine.Write(record)));
        entry.Add(new CheckpointRecord("list", FollowingStatus.Stopped, "6", 0, 0, []));

        Assert.True(entry.ToRecord("list").IsTruncated);
    }

    private static Fault? Judge(string body)
    {
        ProviderContract contract = ProviderContracts.Get(FollowingProvider.DumplingAI);
        RowOrigin origin = new("someone", contract.Provider, 1, null, DateTimeOffset.UnixEpoch);
        return contract.JudgePage(PageReader.Read(Encoding.UTF8.GetBytes(body), contract.Format, origin));
    }
}
