using System.Globalization;
using NodaTime;
using Referrals.Imports.Reading;

namespace Referrals.Imports.Applying;

/// <summary>
/// Reports to the engine what a row says, one input after the other. Each has an identity, so that a row is applied once however often it is told.
/// </summary>
/// <param name="engine">The engine, which publishes no events unless the host wants them.</param>
/// <param name="source">Where the row is from.</param>
internal sealed class RowApplier(ReferralEngine engine, ImportSource source)
{
    /// <summary>What is behind a row's key, for each thing that a row can do once.</summary>
    private const string GrantedAs = "grant", Out = "out", Back = "back", Released = "/released";

    /// <summary>How many people are remembered as enrolled, so that the store is not asked for each of their rows.</summary>
    private const int Remembered = 20_000;

    private readonly HashSet<CustomerId> _enrolled = [];
    private readonly HashSet<(CustomerId, CustomerId?)> _signedUp = [];
    private readonly string _by = "import:" + source.Name;
    private readonly string _reason = "imported from " + source.Name;

    /// <summary>What the batch has remembered is forgotten when a transaction of the host did not commit it.</summary>
    internal void Forget()
    {
        _enrolled.Clear();
        _signedUp.Clear();
    }

    internal async ValueTask<ImportOutcome> ApplyAsync(
        ReadRow row, CustomerId? person, CustomerId? referee, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        var changed = false;
        if (row.Makes(ImportParts.People) && person is { } referrer)
        {
            changed |= await EnrollAsync(row, referrer, findings, cancellationToken).ConfigureAwait(false);
        }

        if (row.Makes(ImportParts.Referrals) && referee is { } friend)
        {
            changed |= await SignUpAsync(row, friend, person, findings, cancellationToken).ConfigureAwait(false);
            if (row.Makes(ImportParts.Conversions) && row.Conversion is { } conversion && row.Standing != RewardStanding.Void)
            {
                changed |= await ConvertAsync(row, friend, conversion, findings, cancellationToken).ConfigureAwait(false);
            }
        }

        if (person is { } owner && row.Reward is { IsZero: false } amount && !findings.Exists(static finding => !finding.IsNote))
        {
            if (row.Makes(ImportParts.Rewards))
            {
                changed |= await RewardAsync(row, owner, amount, findings, cancellationToken).ConfigureAwait(false);
            }
            else if (row.Makes(ImportParts.Payouts))
            {
                changed |= await PayAsync(row, owner, amount, findings, cancellationToken).ConfigureAwait(false);
            }
        }

        return findings.Exists(static finding => !finding.IsNote) ? ImportOutcome.SetAside
            : changed ? ImportOutcome.Imported
            : row is { Standing: RewardStanding.Void, Reward: not null } ? ImportOutcome.Skipped
            : ImportOutcome.Repeated;
    }

    /// <summary>What would come of a row, as far as reading tells: whether it is there already, whether the code can be kept.</summary>
    internal async ValueTask<ImportOutcome> ForeseeAsync(
        ReadRow row, CustomerId? person, CustomerId? referee, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        if (row is { Reward: not null, IsReversal: false, Standing: RewardStanding.Void })
        {
            return ImportOutcome.Skipped;
        }

        var current = row.Makes(ImportParts.People) && person is { } referrer
            ? await engine.FindCodeAsync(referrer, cancellationToken).ConfigureAwait(false) : null;
        if (current is not null)
        {
            NoteCode(row, current.Code.Value, findings);
        }
        else if (row.Code is { } code && engine.Program.ChosenCodes?.Choose(code, engine.Program.Codes) is not { IsValid: true })
        {
            var needed = engine.Program.ChosenCodes?.Choose(code, engine.Program.Codes) is { } parse
                ? $"a code that can be chosen: {parse.Fault}" : "a program that lets referrers choose codes";
            findings.Add(new ImportFinding(ImportCodes.CodeNotKept, row.Raw.HeadingOf(ImportField.Code), ImportFinding.Quoted(code), needed) { IsNote = true });
        }

        string? key = row.Reward is not { IsZero: false } ? null
            : row.Makes(ImportParts.Payouts) ? KeyOf(row.Key, Out)
            : row.IsReversal ? KeyOf(row.Key, row.Parent is null ? Out : Back)
            : KeyOf(row.Key, GrantedAs);
        if (key is not null)
        {
            var known = await engine.Operations.FindDecisionAsync(key, cancellationToken).ConfigureAwait(false) is { Decision.IsAccepted: true };
            return known ? ImportOutcome.Repeated : ImportOutcome.Imported;
        }

        var isNew = (row.Makes(ImportParts.People) && person is not null && current is null)
            || (row.Makes(ImportParts.Referrals) && referee is { } friend
                && await engine.FindCustomerAsync(friend, cancellationToken).ConfigureAwait(false) is not { SignedUpAt: not null });
        return isNew || row.Conversion is not null ? ImportOutcome.Imported : ImportOutcome.Repeated;
    }

    private async ValueTask<bool> EnrollAsync(ReadRow row, CustomerId customer, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        if (row.Code is null && _enrolled.Contains(customer))
        {
            return false;
        }

        var current = await engine.FindCodeAsync(customer, cancellationToken).ConfigureAwait(false);
        if (current is not null)
        {
            NoteCode(row, current.Code.Value, findings);
            return Remember(_enrolled, customer, false);
        }

        var enrollment = Enrollment.Of(customer);
        enrollment = (row.EnrolledAt ?? row.ReferredAt ?? row.RewardedAt) is { } since ? enrollment.At(since) : enrollment;
        if (row.Code is { } code)
        {
            var chosen = (await engine.EnrollAsync(enrollment.WithChosenCode(code), cancellationToken).ConfigureAwait(false)).Decision;
            if (chosen.IsAccepted)
            {
                return Remember(_enrolled, customer, !chosen.IsRepeated);
            }

            findings.Add(Refused(ImportCodes.CodeNotKept, row.Raw.HeadingOf(ImportField.Code), ImportFinding.Quoted(code), chosen) with { IsNote = true });
        }

        var decision = (await engine.EnrollAsync(enrollment, cancellationToken).ConfigureAwait(false)).Decision;
        return Remember(_enrolled, customer, Told(decision, row, ImportField.Person, findings));
    }

    /// <summary>Notes that somebody has another code here than in the file.</summary>
    private void NoteCode(ReadRow row, string current, List<ImportFinding> findings)
    {
        if (row.Code is { } code
            && !(engine.Program.ChosenCodes?.Choose(code, engine.Program.Codes) is { IsValid: true } chosen && chosen.Code.Value == current))
        {
            findings.Add(new ImportFinding(
                ImportCodes.CodeNotKept, row.Raw.HeadingOf(ImportField.Code), ImportFinding.Quoted(code), "a person without a code; this one has another already")
            { IsNote = true });
        }
    }

    private async ValueTask<bool> SignUpAsync(
        ReadRow row, CustomerId customer, CustomerId? referrer, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        if (_signedUp.Contains((customer, referrer)))
        {
            return false;
        }

        if (referrer is { } known && !_enrolled.Contains(known) && !row.Makes(ImportParts.People))
        {
            _ = await EnrollAsync(row, known, findings, cancellationToken).ConfigureAwait(false);
        }

        var signUp = SignUp.Of(customer);
        signUp = referrer is { } one ? signUp.ReferredBy(one) : signUp.AsExisting();
        signUp = (row.ReferredAt ?? row.ConvertedAt ?? row.RewardedAt) is { } at ? signUp.At(at) : signUp;
        var decision = await engine.SignUpAsync(signUp, cancellationToken).ConfigureAwait(false);
        var column = row.Raw.HeadingOf(ImportField.Referee);
        if (decision.Code == DecisionCodes.SignUpDuplicate)
        {
            findings.Add(Refused(ImportCodes.Known, column, ImportFinding.Quoted(customer.Value), decision) with { IsNote = true });
            return Remember(_signedUp, (customer, referrer), false);
        }

        if (decision.Code == DecisionCodes.SignUpReferralRefused)
        {
            findings.Add(Refused(ImportCodes.NotReferred, column, ImportFinding.Quoted(customer.Value), decision) with { IsNote = true });
        }

        return Remember(_signedUp, (customer, referrer), Told(decision, row, ImportField.Referee, findings));
    }

    private async ValueTask<bool> ConvertAsync(ReadRow row, CustomerId customer, string id, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        var at = row.ConvertedAt ?? row.RewardedAt;
        if (row.IsReversal || row.ConversionAmount is { IsNegative: true })
        {
            if (row.ConversionAmount is not { IsZero: false } back)
            {
                return false;
            }

            var refund = Refund.Of(row.Key, id, Amount.FromMinorUnits(Math.Abs(back.MinorUnits), back.Unit));
            var refunded = await engine.RefundAsync(at is { } then ? refund.At(then) : refund, cancellationToken).ConfigureAwait(false);
            return Told(refunded, row, ImportField.ConversionAmount, findings);
        }

        var conversion = Conversion.Of(customer, id, row.Event, row.ConversionAmount).RewardedElsewhere();
        var decision = await engine.ConvertAsync(at is { } placed ? conversion.At(placed) : conversion, cancellationToken).ConfigureAwait(false);
        if (decision.Code == DecisionCodes.ConversionDuplicate)
        {
            findings.Add(Refused(ImportCodes.Known, row.Raw.HeadingOf(ImportField.Conversion), ImportFinding.Quoted(id), decision) with { IsNote = true });
            return false;
        }

        return Told(decision, row, ImportField.Conversion, findings);
    }

    private async ValueTask<bool> RewardAsync(ReadRow row, CustomerId owner, Amount amount, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        if (row.IsReversal)
        {
            return row.Standing != RewardStanding.Void && await TakeBackAsync(row, owner, amount, findings, cancellationToken).ConfigureAwait(false);
        }

        var grant = Grant(row, row.Key, owner, amount);
        if (row.Standing == RewardStanding.Void)
        {
            return await ClawBackAsync(row, row.Key, findings, cancellationToken).ConfigureAwait(false);
        }

        var decision = await engine.Reviews.GrantAsync(grant.WithKey(KeyOf(row.Key, GrantedAs)), cancellationToken).ConfigureAwait(false);
        if (decision.Code is DecisionCodes.ManualRewardDuplicate or DecisionCodes.KeyReused)
        {
            decision = await ChangedAsync(row, owner, amount, decision, findings, cancellationToken).ConfigureAwait(false) ?? decision;
        }

        var changed = Told(decision, row, ImportField.RewardAmount, findings);
        if (decision.Code == DecisionCodes.ManualRewardWaits)
        {
            findings.Add(new ImportFinding(
                ImportCodes.InReview, row.Raw.HeadingOf(ImportField.RewardAmount), amount.ToString(), "a second person, by the program's ManualReviews")
            { IsNote = true });
        }

        return decision.IsAccepted && row.Standing == RewardStanding.Paid
            ? await PayAsync(row, owner, amount, findings, cancellationToken).ConfigureAwait(false) || changed
            : changed;
    }

    private ManualReward Grant(ReadRow row, string id, CustomerId owner, Amount amount)
    {
        var grant = ManualReward.Of(id, owner, amount, _by, _reason);
        grant = row.RewardedAt is { } at ? grant.At(at) : grant;
        grant = row is { Standing: RewardStanding.Pending, HeldUntil: { } until } ? grant.HoldingUntil(until) : grant;
        return row.ExpiresAt is { } end ? grant.ExpiringAt(end) : grant;
    }

    /// <summary>
    /// A reward that was imported with other content. One that was held and is not any more in the source is taken back and granted anew, once; every
    /// other change is told and stands as it was.
    /// </summary>
    private async ValueTask<Decision?> ChangedAsync(
        ReadRow row, CustomerId owner, Amount amount, Decision decision, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        var differences = decision.Explanation.Checks.Select(static check => check.Required?.ToString() ?? string.Empty).ToArray();
        var released = row.Key + Released;
        if (differences.All(static difference => difference.StartsWith("heldUntil:", StringComparison.Ordinal)))
        {
            if (row.Standing == RewardStanding.Pending)
            {
                findings.Add(new ImportFinding(
                    ImportCodes.Changed, row.Raw.HeadingOf(ImportField.HeldUntil), InvariantText(row.HeldUntil), string.Join("; ", differences))
                { IsNote = true });
                return decision.First;
            }

            var release = Grant(row, released, owner, amount).WithKey(KeyOf(released, GrantedAs));
            _ = await ClawBackExactlyAsync(row, row.Key, KeyOf(row.Key, Back), findings, cancellationToken).ConfigureAwait(false);
            return await engine.Reviews.GrantAsync(release, cancellationToken).ConfigureAwait(false);
        }

        findings.Add(Refused(ImportCodes.Changed, row.Raw.HeadingOf(ImportField.RewardAmount), string.Join("; ", decision.Explanation.Checks.Select(static check => check.Actual)), decision));
        return null;
    }

    private async ValueTask<bool> TakeBackAsync(ReadRow row, CustomerId owner, Amount amount, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        // The whole of a reward is taken back; a part, or what names no reward, is used up.
        if (row.Parent is { } parent)
        {
            var granted = await GrantedAsync(parent, cancellationToken).ConfigureAwait(false);
            if (granted is null)
            {
                findings.Add(new ImportFinding(
                    ImportCodes.Missing, row.Raw.HeadingOf(ImportField.Parent), ImportFinding.Quoted(row.Raw[ImportField.Parent]), "a reward that was imported")
                { MayPass = true });
                return false;
            }

            if (granted == amount)
            {
                return await ClawBackAsync(row, parent, findings, cancellationToken).ConfigureAwait(false);
            }
        }

        var redemption = Redemption.Of(row.Key, owner, amount).WithKey(KeyOf(row.Key, Out));
        var decision = await engine.RedeemAsync(row.RewardedAt is { } at ? redemption.At(at) : redemption, cancellationToken).ConfigureAwait(false);
        return Told(decision, row, ImportField.RewardAmount, findings);
    }

    private async ValueTask<Amount?> GrantedAsync(string key, CancellationToken cancellationToken) =>
        await engine.Operations.FindDecisionAsync(KeyOf(key, GrantedAs), cancellationToken).ConfigureAwait(false) is { Decision.IsAccepted: true } told
            ? told.Decision.Grants.First().Amount : null;

    /// <summary>Takes back what is left of a reward that was imported; of one that was released, what it was released as.</summary>
    private async ValueTask<bool> ClawBackAsync(ReadRow row, string key, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        if (await GrantedAsync(key + Released, cancellationToken).ConfigureAwait(false) is not null)
        {
            key += Released;
        }

        return await ClawBackExactlyAsync(row, key, KeyOf(row.IsReversal ? row.Key : key, Back), findings, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> ClawBackExactlyAsync(
        ReadRow row, string key, string inputKey, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        if (await GrantedAsync(key, cancellationToken).ConfigureAwait(false) is not { } granted)
        {
            return false;
        }

        var reward = ManualReward.Of(key, CustomerId.From("-"), granted, _by, _reason).Reward;
        var decision = await engine.Reviews.ClawBackAsync(Clawback.Of(reward, _by, _reason).WithKey(inputKey), cancellationToken).ConfigureAwait(false);
        return decision.Code != DecisionCodes.ClawbackNothingLeft && Told(decision, row, ImportField.RewardAmount, findings);
    }

    private async ValueTask<bool> PayAsync(ReadRow row, CustomerId owner, Amount amount, List<ImportFinding> findings, CancellationToken cancellationToken)
    {
        var start = PayoutStart.Of(row.Key, owner, amount).SentElsewhere().WithKey(KeyOf(row.Key, Out));
        var at = row.PaidAt ?? row.RewardedAt;
        var started = await engine.Payouts.StartAsync(at is { } then ? start.At(then) : start, cancellationToken).ConfigureAwait(false);
        var changed = Told(started, row, ImportField.RewardAmount, findings);
        if (!started.IsAccepted || started.Subject is not { } payout)
        {
            return changed;
        }

        var confirmation = PayoutConfirmation.Of(PayoutId.From(payout));
        var paid = await engine.Payouts.ConfirmAsync(at is { } sent ? confirmation.At(sent) : confirmation, cancellationToken).ConfigureAwait(false);
        return Told(paid, row, ImportField.RewardAmount, findings) || changed;
    }

    private static string KeyOf(string key, string what) => $"import:{key}:{what}";

    private static string InvariantText(Instant? instant) => instant is { } at ? at.ToString("g", CultureInfo.InvariantCulture) : "none";

    /// <summary>Whether a decision changed something; a refusal becomes a finding.</summary>
    private static bool Told(Decision decision, ReadRow row, ImportField field, List<ImportFinding> findings)
    {
        if (!decision.IsAccepted)
        {
            if (!findings.Exists(static finding => !finding.IsNote))
            {
                findings.Add(Refused(decision.Code, row.Raw.HeadingOf(field), ImportFinding.Quoted(row.Raw[field]), decision));
            }

            return false;
        }

        return !decision.IsRepeated;
    }

    /// <summary>What a decision refused, with what it found and needed where it says so.</summary>
    private static ImportFinding Refused(string code, string column, string found, Decision decision)
    {
        var failed = decision.Explanation.Checks.Where(static check => check.Verdict == Explanations.Verdict.Failed)
            .Select(static check => check.ToString()).ToArray();
        var needed = failed.Length > 0 ? string.Join("; ", failed) : decision.Explanation.ToString().Split('\n')[0];
        return new ImportFinding(code, column, found, needed) { MayPass = !decision.IsFinal };
    }

    private static bool Remember<T>(HashSet<T> known, T one, bool changed)
    {
        if (known.Count >= Remembered)
        {
            known.Clear();
        }

        _ = known.Add(one);
        return changed;
    }
}
