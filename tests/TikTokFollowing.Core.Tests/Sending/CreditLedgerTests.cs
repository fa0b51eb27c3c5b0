using TikTokFollowing.Sending;

namespace TikTokFollowing.Tests.Sending;

/// <summary>A reservation that may or may not fit waits for the outcome that decides it.</summary>
public sealed class CreditLedgerTests
{
    [Fact]
    public async Task TryReserve_WhenTheLastCreditIsReserved_WaitsForItsOutcome()
    {
        CreditLedger ledger = new(limit: 1);
        Assert.True(await ledger.TryReserveAsync(1, CancellationToken.None));
        ValueTask<bool> second = ledger.TryReserveAsync(1, CancellationToken.None);
        Assert.False(second.IsCompleted);

        ledger.Settle(reserved: 1, charged: 0);

        Assert.True(await second);
        ledger.Settle(reserved: 1, charged: 1);
        Assert.False(await ledger.TryReserveAsync(1, CancellationToken.None));
        Assert.Equal(1, ledger.Spent);
    }

    [Fact]
    public async Task TryReserve_WaitingForAnOutcome_ObeysTheToken()
    {
        CreditLedger ledger = new(limit: 1);
        Assert.True(await ledger.TryReserveAsync(1, CancellationToken.None));
        using CancellationTokenSource cancel = new();
        Task<bool> second = ledger.TryReserveAsync(1, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }
}
