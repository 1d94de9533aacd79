using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals.Exports.Tests.Exporting;

/// <summary>What is exported and imported into an empty store is there as it was here, as far as the format can hold it.</summary>
public sealed class RoundTripTests
{
    private static readonly Instant Later = Instant.FromUtc(2099, 1, 1, 0, 0);

    [Fact]
    public void Everybody_holds_there_what_they_held_here() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), static seed =>
    {
        RoundTripAsync(seed).GetAwaiter().GetResult();
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithQuietOnSuccess(true));

    /// <summary>Who owes more than nothing, and of whom something is on its way that is owed already.</summary>
    [Theory]
    [InlineData(42273)]
    [InlineData(47499)]
    [InlineData(924699)]
    public Task History_that_was_wrong_once_stays_right(int seed) => RoundTripAsync(seed);

    private static int Histories => int.TryParse(Environment.GetEnvironmentVariable("REFERRALS_EXPORTS"), out var count) ? count : 40;

    private static async Task RoundTripAsync(int seed)
    {
        var here = await LivedStory.OfAsync(seed);
        using var folder = new ExportFolder();
        var report = await new ReferralExport(here.Engine).WriteFolderAsync(folder.Path);
        var store = new InMemoryReferralStore();
        var there = here.On(store);

        var imported = await folder.ImportAsync(there, Later);

        Assert.True(imported.Values.All(static one => one.Problem is null && one.SetAside == 0), $"{seed}: {string.Join('\n', imported.Values)}");
        Assert.True(imported["balances"].IsClean, $"{seed}: {imported["balances"]}");
        var people = await here.Engine.Operations.ReadPeopleAsync().ToListAsync();
        foreach (var person in people)
        {
            var (then, now) = (await here.Engine.GetBalancesAsync(person), await there.GetBalancesAsync(person));
            Assert.Equal(then.Select(static one => one.Pending), now.Select(static one => one.Pending));
            Assert.Equal(then.Select(static one => Amount.FromMinorUnits(Math.Max(0, (one.Available + one.InPayout).MinorUnits), one.Unit)), now.Select(static one => one.Available));
            Assert.Equal(await EndsAsync(here.Engine, person), await EndsAsync(there, person));
            Assert.True(await here.Engine.FindCodeAsync(person) is null || await there.FindCodeAsync(person) is not null);
        }

        Assert.Equal(people.Count, report.People);
        Assert.Empty(await there.Operations.VerifyAsync());

        // And once more: nothing changes, and the second export says the same of everybody.
        var before = await StoredAsync(there);
        Assert.All((await folder.ImportAsync(there, Later)).Values, static one => Assert.Equal((0, 0), (one.Imported, one.SetAside)));
        Assert.Equal(before, await StoredAsync(there));
        using var second = new ExportFolder();
        var again = await new ReferralExport(there).WriteFolderAsync(second.Path);
        Assert.Equal(report.Held, again.Held);
    }

    /// <summary>How much can be used until when, where the rewards' own parts are known: those that were pooled or are in a payout have no end any more.</summary>
    private static async Task<IEnumerable<string>> EndsAsync(ReferralEngine engine, CustomerId person)
    {
        var rewards = await AllAsync();
        return rewards.Where(static reward => reward.Next == RewardStage.Expired).GroupBy(static reward => (reward.NextAt, reward.Granted.Unit))
            .Select(static same => $"{same.Key.NextAt}: {same.Sum(static reward => reward.Available.MinorUnits)} {same.Key.Unit}").Order(StringComparer.Ordinal);

        async Task<List<CustomerReward>> AllAsync()
        {
            var all = new List<CustomerReward>();
            for (string? after = null; ;)
            {
                var page = await engine.ListRewardsAsync(person, after, 200);
                all.AddRange(page.Items);
                if ((after = page.Next) is null)
                {
                    return all;
                }
            }
        }
    }

    private static async Task<string> StoredAsync(ReferralEngine engine)
    {
        using var stream = new MemoryStream();
        _ = await engine.Operations.ExportAsync(stream);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream.ToArray()));
    }
}
