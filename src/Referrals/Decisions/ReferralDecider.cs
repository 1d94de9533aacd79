using System.Collections.Concurrent;
using Referrals.Codes;
using Referrals.Sharing;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// The heart of the SDK as a pure function: program, state and input in, decision out. No clock, no randomness, no I/O; the same
/// arguments give the same decision. Programs can be unit-tested and simulated with it alone.
/// </summary>
/// <example><code>
/// var decider = new ReferralDecider(program);
/// var state = ProgramState.Empty;
/// var decision = decider.Decide(state, Enrollment.Of(alice).At(now), [code]);
/// state = state.After(decision);
/// </code></example>
/// <remarks>Immutable and safe for any number of threads.</remarks>
public sealed class ReferralDecider
{
    private static readonly IReadOnlyList<ReferralCode> NoCodes = [];

    private readonly ConcurrentDictionary<(int InForce, int Known), ReferralDecider> _earlier = new();
    private readonly ProgramVersions _programs;
    private readonly IncentivePlans _plans;
    private readonly CustomRules _book;
    private readonly LinkSigner? _signer;
    private readonly LinkReader _links;
    private readonly string[] _linkHosts;
    private readonly Func<ReferralProgram, string>? _fingerprint;

    /// <summary>A decider for one program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">Custom conditions and incentive rules; <c>null</c> for none.</param>
    /// <param name="signer">Knows the signatures of the application's links, which make them stronger evidence; <c>null</c> for none.</param>
    /// <param name="linkHosts">Other names under which links reach the application, such as <c>localhost</c>; <c>null</c> for none.</param>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the book does not have.</exception>
    public ReferralDecider(
        ReferralProgram program, CustomRules? rules = null, LinkSigner? signer = null, IEnumerable<string>? linkHosts = null)
        : this([program], rules, signer, linkHosts)
    {
    }

    /// <summary>A decider for all versions of one program.</summary>
    /// <param name="versions">The versions; the highest is in force, the others judge the referrals that they created.</param>
    /// <param name="rules">Custom conditions and incentive rules; <c>null</c> for none.</param>
    /// <param name="signer">Knows the signatures of the application's links, which make them stronger evidence; <c>null</c> for none.</param>
    /// <param name="linkHosts">Other names under which links reach the application, such as <c>localhost</c>; <c>null</c> for none.</param>
    /// <exception cref="ReferralProgramException">A version asks for a rule that the book does not have, or two are the same.</exception>
    /// <exception cref="ArgumentException">There is no version, or they are of several programs.</exception>
    public ReferralDecider(
        IEnumerable<ReferralProgram> versions, CustomRules? rules = null, LinkSigner? signer = null, IEnumerable<string>? linkHosts = null)
        : this(versions, [], rules, signer, linkHosts)
    {
    }

    private ReferralDecider(
        IEnumerable<ReferralProgram> versions,
        IEnumerable<ReferralProgram> replaced,
        CustomRules? rules,
        LinkSigner? signer,
        IEnumerable<string>? linkHosts,
        Func<ReferralProgram, string>? fingerprint = null,
        VersionCalendar? calendar = null)
    {
        _fingerprint = fingerprint;
        ArgumentNullException.ThrowIfNull(versions);
        var all = versions.ToArray();
        if (all.Select(static program => program.Id).Distinct().Count() > 1)
        {
            throw new ArgumentException("The versions are of several programs; make a decider for each program.", nameof(versions));
        }

        _programs = new ProgramVersions(all, replaced, calendar);
        _signer = signer;
        _linkHosts = [.. linkHosts ?? []];
        _links = new LinkReader(_programs.Readable.Select(static program => program.Links), _linkHosts);
        _book = rules ?? CustomRules.Empty;
        var missing = all.SelectMany(program => ProgramValidation.MissingRules(program, _book)).ToArray();
        _plans = missing.Length == 0 ? new IncentivePlans(_programs, _book) : throw new ReferralProgramException(missing);
    }

    /// <summary>The version in force.</summary>
    public ReferralProgram Program => _programs.Latest;

    internal ProgramVersions Programs => _programs;

    /// <summary>Whether a version is in force; else everything is refused but changes of the program.</summary>
    internal bool IsInForce => _programs.Calendar is not { InForce: 0 };

    /// <summary>A decider that keeps, with the first decision under each version, a fingerprint of what the version promises.</summary>
    internal static ReferralDecider Marking(
        IEnumerable<ReferralProgram> versions,
        CustomRules? rules,
        LinkSigner? signer,
        IEnumerable<string>? linkHosts,
        Func<ReferralProgram, string> fingerprint,
        VersionCalendar? calendar = null) => new(versions, [], rules, signer, linkHosts, fingerprint, calendar);

    /// <summary>Reads the links of all versions.</summary>
    internal LinkReader Links => _links;

    /// <summary>The lists of e-mail domains that guards ask for by name.</summary>
    internal Referrals.IGuardBook Guards => _book;

    /// <summary>The decider as it was when this version was the latest.</summary>
    /// <exception cref="ReferralsException">The version is not known.</exception>
    internal ReferralDecider AsOf(int version) => AsOf(version, version);

    /// <summary>The decider as it was for a decision.</summary>
    /// <exception cref="ReferralsException">The version is not known.</exception>
    internal ReferralDecider AsOf(Decision decision) => decision.VersionInForce() is var version && decision.DecidedIn is { } latest
        ? AsOf(version, latest)
        : AsOf(version);

    /// <summary>The decider as it was when one version was in force at the time of the input, and another one was the latest.</summary>
    /// <exception cref="ReferralsException">The version is not known.</exception>
    internal ReferralDecider AsOf(int inForce, int latest) => IsInForce && inForce == Program.Version && latest == _programs.All.Last().Version ? this
        : _earlier.GetOrAdd((inForce, latest), static (number, decider) =>
        {
            var known = decider._programs.All.Where(program => program.Version <= number.Known || number.InForce == 0).ToArray();
            var calendar = decider._programs.Calendar is { } all ? all with { InForce = number.InForce } : null;
            return known.Any(program => program.Version == number.InForce) || (number.InForce == 0 && calendar is not null)
                ? new ReferralDecider(known, [], decider._book, decider._signer, decider._linkHosts, decider._fingerprint, calendar)
                : throw new ReferralsException(
                    $"Version {number.InForce} of the program '{decider.Program.Id}' has decided and is not registered; add it with AddProgram.");
        }, this);

    /// <summary>The decider as it would be if this program had been there from the start, in the place of all versions; their codes are still read.</summary>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the book does not have.</exception>
    internal ReferralDecider ReplacedBy(ReferralProgram program, CustomRules? rules) =>
        new([program], _programs.All.Reverse(), rules ?? _book, _signer, _linkHosts);

    /// <summary>The decider as it would be once this program is registered as the next version.</summary>
    /// <exception cref="ReferralProgramException">A version asks for a rule that the book does not have.</exception>
    internal ReferralDecider FollowedBy(ReferralProgram program, CustomRules? rules) =>
        new([.. _programs.All, program with { Version = checked(Program.Version + 1) }], rules ?? _book, _signer, _linkHosts);

    /// <summary>The rules of the version in force, ready to be asked.</summary>
    internal IncentivePlan LatestPlan => _plans.For(_programs.Latest.Version);

    /// <summary>Decides an input.</summary>
    /// <param name="state">What happened before.</param>
    /// <param name="input">The input, with the time at which it happened.</param>
    /// <param name="codes">Codes to choose from; only an enrolment needs them, and takes the first that is free.</param>
    /// <exception cref="ArgumentException">The input has no time.</exception>
    public Decision Decide(ProgramState state, ReferralInput input, IReadOnlyList<ReferralCode>? codes = null)
    {
        var draft = Draft(state, input, codes, answers: null, out var decision);
        return draft.Missing.Count == 0 ? decision : throw new InvalidOperationException(
            $"The decision needs {draft.Missing[0]}, which the state does not hold.");
    }

    /// <summary>Decides, or names what the state has to hold first.</summary>
    /// <param name="state">What is loaded so far.</param>
    /// <param name="input">The input.</param>
    /// <param name="codes">Codes to choose from.</param>
    /// <param name="answers">What custom rules have answered on these records; they are not asked again.</param>
    /// <param name="missing">What has to be loaded.</param>
    internal Decision? TryDecide(
        ProgramState state,
        ReferralInput input,
        IReadOnlyList<ReferralCode> codes,
        Dictionary<CustomCall, object?> answers,
        out IReadOnlyList<RecordKey> missing)
    {
        var draft = Draft(state, input, codes, answers, out var decision);
        missing = draft.Missing;
        return missing.Count == 0 ? decision : null;
    }

    private DecisionDraft Draft(
        ProgramState state,
        ReferralInput input,
        IReadOnlyList<ReferralCode>? codes,
        Dictionary<CustomCall, object?>? answers,
        out Decision decision)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(input);
        if (input.OccurredAt is null)
        {
            throw new ArgumentException("A decision takes an input with a time; give it one with At(instant).", nameof(input));
        }

        if (input is PayoutStart { Attempt: 0 } unnumbered && !state.IsPartial)
        {
            input = unnumbered.After(state.PayoutsOf(unnumbered), Partition.Of(_programs.Latest.Id));
        }

        var draft = new DecisionDraft(_programs, _plans, _book, _signer, _links, _fingerprint, state, input, answers);
        draft.TellChanges();
        try
        {
            decision = Decide(draft, input, codes ?? NoCodes);
        }
        catch (OverflowException)
        {
            decision = draft.RefuseAsTooLarge();
        }
        catch (ReferralsException exception)
            when (CustomRuleFailure.At(exception, draft.Program.Id, draft.Program.Version, input.ExplicitKey ?? input.Key) is { } failure)
        {
            throw failure;
        }

        return draft;
    }

    private static Decision Decide(DecisionDraft draft, ReferralInput input, IReadOnlyList<ReferralCode> codes) => input switch
    {
        ProgramChange change => ProgramChangeDecider.Decide(draft, change),
        _ when draft.Programs.Calendar is { InForce: 0 } => draft.RefuseAsNotInForce(),
        Enrollment enrollment => EnrollmentDecider.Decide(draft, enrollment, codes),
        CodeChange change => CodeChangeDecider.Decide(draft, change, codes),
        Share share => ShareDecider.Decide(draft, share),
        Touch touch => TouchDecider.Decide(draft, touch),
        Identification identification => IdentificationDecider.Decide(draft, identification),
        SignUp signUp => SignUpDecider.Decide(draft, signUp),
        Conversion conversion => ConversionDecider.Decide(draft, conversion),
        Refund refund => RefundDecider.Decide(draft, refund),
        RefundCancellation cancellation => CorrectionDecider.Decide(draft, cancellation),
        Amendment amendment => CorrectionDecider.Decide(draft, amendment),
        Vesting vesting => VestingDecider.Decide(draft, vesting),
        ReferralReview review => ReferralReviewDecider.Decide(draft, review),
        ReferralDeadline deadline => ReferralReviewDecider.Decide(draft, deadline),
        ReferralReinstatement reinstatement => ReferralChangeDecider.Decide(draft, reinstatement),
        ReferrerBan ban => BanDecider.Decide(draft, ban),
        RewardReview review => ReviewDecider.Decide(draft, review),
        ReviewDeadline deadline => ReviewDecider.Decide(draft, deadline),
        Redemption redemption => RedemptionDecider.Decide(draft, redemption),
        ManualReward manual => ManualRewardDecider.Decide(draft, manual),
        Clawback clawback => ManualRewardDecider.Decide(draft, clawback),
        RedemptionCancellation cancelled => RedemptionDecider.Decide(draft, cancelled),
        PayoutStart start => PayoutDecider.Decide(draft, start),
        PayoutConfirmation confirmation => PayoutDecider.Decide(draft, confirmation),
        PayoutFailure failure => PayoutDecider.Decide(draft, failure),
        PayoutReturn returned => PayoutDecider.Decide(draft, returned),
        Expiration expiration => ExpirationDecider.Decide(draft, expiration),
        CatchUp waited => ConversionDecider.Decide(draft, waited),
        CustomerUpdate update => CustomerUpdateDecider.Decide(draft, update),
        Erasure erasure => ErasureDecider.Decide(draft, erasure),
        RewardChoice choice => RewardChoiceDecider.Decide(draft, choice),
        ProgramCost cost => ReportDecider.Decide(draft, cost),
        SurveyAnswer answer => ReportDecider.Decide(draft, answer),
        _ => throw new ArgumentException($"A {input.GetType().Name} is not an input that can be decided.", nameof(input)),
    };
}

/// <summary>Folds decisions into the state.</summary>
public static class ProgramStateDecidingExtensions
{
    /// <summary>The state after a decision. A decision must be folded into the state that it was decided on.</summary>
    public static ProgramState After(this ProgramState state, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(decision);
        return state.After(decision.Changes);
    }
}
