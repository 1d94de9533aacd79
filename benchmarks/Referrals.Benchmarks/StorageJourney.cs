using System.Globalization;
using NodaTime;
using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>
/// The journey of a referral: a share, a click, a sign-up, and a conversion that rewards both sides, with a cap and a budget.
/// Four inputs, each with its idempotency row, its facts, its ledger lines and its counters.
/// </summary>
internal static class StorageJourney
{
    internal const int InputsEach = 4;

    private const int Referrers = 200;
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    internal static ReferralProgram Program(string id) => ReferralProgram.Create(id, p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(100_000, "EUR").HeldFor(TimePeriod.Days(14)))
        .RewardReferee(r => r.Flat(2, "EUR"))
        .Budget(1_000_000_000, "EUR"));

    internal static Partition Partition(string program) => Referrals.Partition.Of(ProgramId.From(program));

    /// <summary>Enrols the referrers and gives the inputs of so many journeys.</summary>
    internal static async Task<IReadOnlyList<ReferralInput>> PrepareAsync(ReferralEngine engine, int journeys)
    {
        var links = new string[Referrers];
        for (var i = 0; i < links.Length; i++)
        {
            links[i] = (await engine.EnrollAsync(Enrollment.Of(Referrer(i)).At(Start))).Link!;
        }

        var email = Channel.From("email");
        var inputs = new List<ReferralInput>(journeys * InputsEach);
        for (var i = 0; i < journeys; i++)
        {
            var at = Start + Duration.FromSeconds(i + 1);
            var number = Name(i);
            var referee = CustomerId.From("referee-" + number);
            var visitor = VisitorId.From("visitor-" + number);
            inputs.Add(Share.Of("share-" + number, Referrer(i % Referrers), email).At(at));
            inputs.Add(Touch.Click(links[i % Referrers], visitor, at));
            inputs.Add(SignUp.Of(referee).ByVisitor(visitor).At(at));
            inputs.Add(Conversion.Of(referee, "order-" + number, "purchase", Amount.Of(80, "EUR")).At(at));
        }

        return inputs;
    }

    /// <summary>Submits inputs, and sees to it that conversions earn both rewards.</summary>
    internal static async Task SubmitAsync(ReferralEngine engine, ReferralInput input)
    {
        var decision = await engine.SubmitAsync(input);
        if (input is Conversion && decision.Grants.Count() != 2)
        {
            throw new InvalidOperationException($"A conversion must earn two rewards; it answered {decision.Code}.");
        }
    }

    /// <summary>What the engine reads and commits for the enrolments, and for so many journeys.</summary>
    internal static async Task<(IReadOnlyList<StorageStep> Before, IReadOnlyList<StorageStep> Steps)> RecordAsync(int journeys)
    {
        var recorder = new StorageRecorder();
        var engine = Engine(recorder, "recorded");
        var inputs = await PrepareAsync(engine, journeys);
        var before = recorder.Take();
        foreach (var input in inputs)
        {
            await SubmitAsync(engine, input);
        }

        var loads = recorder.LoadsPerStep;
        var steps = recorder.Take();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{journeys} journeys of {InputsEach} inputs. An input reads {steps.Average(static s => s.Keys.Count):0.0} keys in {loads:0.00} loads and " +
            $"commits {steps.Average(static s => s.Batch.Operations.Count):0.0} operations."));
        return (before, steps);
    }

    internal static ReferralEngine Engine(IReferralStore store, string program) =>
        new(store, new ReferralsOptions().AddProgram(Program(program)), randomness: new SeededRandomness(7));

    /// <summary>Numbers spread over the index, as real ids are.</summary>
    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{(uint)number * 2654435761u:x8}-{number}");

    private static CustomerId Referrer(int number) => CustomerId.From("referrer-" + Name(number));
}
