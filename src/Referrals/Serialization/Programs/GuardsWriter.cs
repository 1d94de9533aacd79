namespace Referrals.Serialization;

/// <summary>Turns guards into their document. Usual actions and no points are left out.</summary>
internal static class GuardsWriter
{
    internal static GuardsDocument? Document(
        GuardPolicy policy, Func<TimePeriod, PeriodDocument> window) => policy == GuardPolicy.None ? null : new GuardsDocument
        {
            Checks = policy.GuardList.Count == 0 ? null : [.. policy.GuardList.Select(guard => Document(guard, window))],
            Score = policy.Score is { } score
            ? new ScoreDocument { HoldAt = score.HoldAt, RefuseAt = score.RefuseAt, OnlyByScore = score.ReplacesActions ? true : null }
            : null,
            LateAfter = policy.LateAfter is { } late ? window(late) : null,
            Review = LifeReader.Document(policy.Review),
        };

    private static GuardDocument Document(Guard guard, Func<TimePeriod, PeriodDocument> window)
    {
        var (document, usual) = Form(guard, window);
        document.Action = guard.Action == usual ? null : ProgramNames.Of(GuardNames.Actions, guard.Action);
        document.Points = guard.Points == 0 ? null : guard.Points;
        return document;
    }

    private static (GuardDocument Document, GuardAction Usual) Form(Guard guard, Func<TimePeriod, PeriodDocument> window) => guard switch
    {
        SharedSignalGuard shared => Shared(shared),
        MissingSignalGuard missing => (new GuardDocument { Guard = GuardNames.Missing, Signal = Name(missing.Kind) }, GuardAction.Hold),
        ExistingCustomerGuard existing => (
            new GuardDocument
            {
                Guard = GuardNames.ExistingCustomer,
                Events = Events(existing),
                Guests = existing.Guests == ExistingCustomerGuard.UsualGuests ? null : window(existing.Guests),
            },
            GuardAction.Refuse),
        AlreadyReferredGuard => (new GuardDocument { Guard = GuardNames.AlreadyReferred }, GuardAction.Refuse),
        ReferralAfterOrderGuard after => (new GuardDocument { Guard = GuardNames.ReferralAfterOrder, Events = Events(after) }, GuardAction.Refuse),
        BlockedSourceGuard source => (
            new GuardDocument { Guard = GuardNames.BlockedSource, Attribute = source.Name, Values = source.Values.Count == 0 ? null : [.. source.Values] },
            GuardAction.Refuse),
        CustomGuard custom => (
            new GuardDocument { Guard = GuardNames.Custom, Name = custom.Use.Name, With = ParametersDocument.Of(custom.Use.With) }, GuardAction.Hold),
        ReferrerVelocityGuard velocity => (
            new GuardDocument { Guard = GuardNames.ReferralsPerReferrer, Limit = velocity.Limit, Within = window(velocity.Within) }, GuardAction.Hold),
        SignalVelocityGuard velocity => (
            new GuardDocument
            {
                Guard = GuardNames.CustomersPerSignal,
                Signal = Name(velocity.Kind),
                Limit = velocity.Limit,
                Within = window(velocity.Within),
            },
            GuardAction.Hold),
        EmailDomainGuard domains => (
            new GuardDocument
            {
                Guard = domains.IsDisposable ? GuardNames.DisposableDomains : GuardNames.BlockedDomains,
                Domains = domains.List is null ? [.. domains.Domains] : null,
                List = domains.List,
            },
            domains.IsDisposable ? GuardAction.Hold : GuardAction.Refuse),
        BannedReferrersGuard banned => (
            new GuardDocument { Guard = GuardNames.BannedReferrers, Customers = [.. banned.Customers.Select(static customer => customer.Value)] },
            GuardAction.Refuse),
        _ => throw new InvalidOperationException($"A {guard.GetType().Name} has no form in JSON yet."),
    };

    private static (GuardDocument Document, GuardAction Usual) Shared(SharedSignalGuard guard)
    {
        var (name, (_, usual)) = GuardNames.Shared.First(entry => entry.Value.Kind == guard.Kind);
        var among = guard.Among == default ? null : ProgramNames.Of(GuardNames.Scopes, guard.Among);
        return (new GuardDocument { Guard = name, Among = among }, usual);
    }

    private static string Name(SignalKind kind) => ProgramNames.Of(GuardNames.Signals, kind);

    private static List<string>? Events(OrderGuard guard) => guard.Events.Count == 0 ? null : [.. guard.Events];
}
