using System.Text;
using NodaTime;
using Referrals.Operations;
using Referrals.Pipeline;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Operations;

public sealed class PartitionFileTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14)).AtMost(90, "EUR"))
        .Budget(1_000, "EUR"));

    private readonly InMemoryReferralStore _store = new();

    [Fact]
    public async Task Round_trip_is_equal_and_verifies()
    {
        var engine = Engine(_store);
        var file = await ExportedAsync(engine, referees: 30);
        var target = new InMemoryReferralStore();
        Assert.Equal(Lines(file).Length - 2, await Engine(target).Operations.ImportAsync(Stream(file)));
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        Assert.Empty(await Engine(target).Operations.VerifyAsync());
        Assert.Equal(Records(file), Records(await ExportAsync(Engine(target))));

        var decision = await Engine(target).RefundAsync(Refund.OfWhole("refund", "order-1").At(Start));
        Assert.True(decision.IsAccepted);
    }

    /// <summary>Read by people: what a line looks like.</summary>
    [Fact]
    public async Task File_is_as_approved() => Approvals.Verify(await ExportedAsync(Engine(_store), referees: 1));

    [Fact]
    public async Task Records_move_to_another_tenant()
    {
        var file = await ExportedAsync(Engine(_store), referees: 3);
        var north = Engine(_store).ForTenant(TenantId.From("north"));
        await north.Operations.ImportAsync(Stream(file));
        Assert.Empty(await north.Operations.VerifyAsync());
        Assert.Equal(Records(file), Records(await ExportAsync(north)));
    }

    [Fact]
    public async Task Partition_that_is_not_empty_is_refused()
    {
        var file = await ExportedAsync(Engine(_store), referees: 3);
        var target = new InMemoryReferralStore();
        await Engine(target).SignUpAsync(SignUp.Of(CustomerId.From("zoe")).At(Start));
        var exception = await Assert.ThrowsAsync<ReferralsException>(async () => await Engine(target).Operations.ImportAsync(Stream(file)));
        Assert.Contains("not empty", exception.Message, StringComparison.Ordinal);
        Assert.Single(await Engine(target).Operations.ReadDecisionsAsync().ToListAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task Import_that_ended_in_the_middle_goes_on_where_it_was(int commits)
    {
        var engine = Engine(_store);
        var file = await ExportedAsync(engine, referees: 30);
        var target = new InMemoryReferralStore();
        using var ended = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Engine(new EndingStore(target, commits, ended)).Operations.ImportAsync(Stream(file), null, ended.Token));
        await Engine(target).Operations.ImportAsync(Stream(file));
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        await Engine(target).Operations.ImportAsync(Stream(file));
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
    }

    [Fact]
    public async Task Another_file_does_not_go_on_where_the_first_one_ended()
    {
        var file = await ExportedAsync(Engine(_store), referees: 3);
        var target = new InMemoryReferralStore();
        using var ended = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Engine(new EndingStore(target, 3, ended)).Operations.ImportAsync(Stream(file), null, ended.Token));
        var another = await ExportAsync(Engine(_store, later: Duration.FromSeconds(1)));
        await Assert.ThrowsAsync<ReferralsException>(async () => await Engine(target).Operations.ImportAsync(Stream(another)));
    }

    /// <summary>Every fault is named with its line, and nothing is stored.</summary>
    [Theory]
    [InlineData("not JSON", 4)]
    [InlineData("another kind", 4)]
    [InlineData("a value of another kind", 4)]
    [InlineData("no id", 4)]
    [InlineData("a changed amount", -1)]
    [InlineData("a line less", -1)]
    [InlineData("a line more", -1)]
    [InlineData("a cut line", -1)]
    [InlineData("a cut file", -1)]
    [InlineData("more behind the end", -1)]
    [InlineData("another version", 1)]
    [InlineData("another format", 1)]
    [InlineData("another program", 1)]
    [InlineData("nothing", 1)]
    public async Task Spoiled_file_is_refused_whole(string fault, int line)
    {
        var file = await ExportedAsync(Engine(_store), referees: 3);
        var lines = Lines(file).ToList();
        switch (fault)
        {
            case "not JSON": lines[3] = "{"; break;
            case "another kind": lines[3] = lines[3].Replace("Event", "Rumour", StringComparison.Ordinal); break;
            case "a value of another kind": lines[3] = lines[3].Replace("Event", "Customer", StringComparison.Ordinal); break;
            case "no id": lines[3] = lines[3].Replace("\"id\"", "\"di\"", StringComparison.Ordinal); break;
            case "a changed amount":
                var account = lines.FindIndex(text => text.Contains("\"kind\":\"Counter\"", StringComparison.Ordinal));
                lines[account] = lines[account].Replace("\"number\":", "\"number\":9", StringComparison.Ordinal);
                break;
            case "a line less": lines.RemoveAt(5); break;
            case "a line more": lines.Insert(5, lines[5]); break;
            case "a cut file": lines.RemoveRange(20, lines.Count - 20); break;
            case "more behind the end": lines.Add(lines[5]); break;
            case "another version": lines[0] = lines[0].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal); break;
            case "another format": lines[0] = "{\"format\":\"pictures\"}"; break;
            case "another program": lines[0] = lines[0].Replace("spring", "autumn", StringComparison.Ordinal); break;
            case "nothing": lines.Clear(); break;
        }

        var text = string.Concat(lines.Select(static one => one + "\n"));
        text = fault == "a cut line" ? text[..(text.Length / 2)] : text;
        var target = new InMemoryReferralStore();
        var exception = await Assert.ThrowsAsync<PartitionFileException>(async () => await Engine(target).Operations.ImportAsync(Stream(text)));
        Assert.True(line < 0 ? exception.LineNumber > 0 : exception.LineNumber == line, $"{exception.LineNumber}: {exception.Message}");
        Assert.True(await PartitionRecords.IsEmptyAsync(target, Partition.Of(Program.Id), default));
    }

    [Fact]
    public async Task Values_that_are_no_json_on_one_line_come_back_byte_for_byte()
    {
        byte[][] values = [[], [0, 255, 10], "{ \"a\":\n1}"u8.ToArray(), "{\"a\":1} "u8.ToArray(), "[1]"u8.ToArray()];
        var partition = Partition.Of(Program.Id);
        await _store.CommitAsync(
            CommitBatch.Of(partition, values.Select((value, i) => StoreOperation.Insert(RecordKey.Of(RecordKind.Customer, $"c{i}"), RecordContent.Of(value)))),
            default);
        var lines = Lines(await ExportAsync(Engine(_store)));
        Assert.All(lines[1..^1], static line => Assert.Contains("\"bytes\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_is_told()
    {
        var progress = new Steps();
        using var file = new MemoryStream();
        await ExportedAsync(Engine(_store), referees: 5);
        var written = await Engine(_store).Operations.ExportAsync(file, progress);
        Assert.Equal(written, progress.Last);
        file.Position = 0;
        await Engine(new InMemoryReferralStore()).Operations.ImportAsync(file, progress);
        Assert.Equal(written, progress.Last);
    }

    private static async Task<string> ExportedAsync(ReferralEngine engine, int referees)
    {
        var ann = CustomerId.From("ann");
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        for (var i = 0; i < referees; i++)
        {
            var referee = CustomerId.From($"referee-{i} é😀");
            await engine.SignUpAsync(SignUp.Of(referee).ReferredBy(ann).At(Start));
            await engine.ConvertAsync(Conversion.Of(referee, $"order-{i}", "purchase", Amount.Of(80, "EUR")).At(Start));
        }

        await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(20));
        return await ExportAsync(engine);
    }

    private static async Task<string> ExportAsync(ReferralEngine engine)
    {
        using var file = new MemoryStream();
        await engine.Operations.ExportAsync(file);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string[] Lines(string file) => file.TrimEnd('\n').Split('\n');

    /// <summary>
    /// All but header and end, which say when and of what. Journal and ledger keep their order; that of the others means nothing.
    /// </summary>
    private static string[] Records(string file) =>
        [.. Lines(file)[1..^1].OrderBy(static line => IsOrdered(line) ? string.Empty : line, StringComparer.Ordinal)];

    private static bool IsOrdered(string line) => ((string[])["Event", "Fact", "Ledger"])
        .Any(kind => line.StartsWith($"{{\"kind\":\"{kind}\"", StringComparison.Ordinal));

    private static ReferralEngine Engine(IReferralStore store, Duration later = default) =>
        new(store, new ReferralsOptions().AddProgram(Program), new FakeClock(Start + later), new SeededRandomness(7));

    private sealed class Steps : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
