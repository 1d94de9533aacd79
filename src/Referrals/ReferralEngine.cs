using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Referrals.Codes;
using Referrals.Hosting;
using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// The entry point of the SDK: report what happens and receive decisions with their reasons. Every decision is stored in one commit with
/// all its effects, in your own database; with the Entity Framework store, in your open transaction.
/// </summary>
/// <example><code>
/// var enrolled = await referrals.EnrollAsync(Enrollment.Of(alice));               // idempotent: the same code and link every time
/// await referrals.TouchAsync(Touch.Click(enrolled.Link!, visitor));               // landing page
/// await referrals.SignUpAsync(SignUp.Of(bob).ByVisitor(visitor));                 // account created
/// var decision = await referrals.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));
/// Console.WriteLine(decision.Explanation.ToText());                               // why, or why not
/// </code></example>
/// <remarks>
/// <para>The methods here are those that a product calls in a request. What a team or a timer does is behind facets:
/// <see cref="Payouts"/>, <see cref="Reviews"/>, <see cref="Codes"/>, <see cref="Events"/>, <see cref="Reports"/>, <see cref="Privacy"/>
/// and <see cref="Operations"/>.</para>
/// <para>An instance serves one scope, as its store does; over the in-memory store it may be used by many threads. An ordinary refusal is
/// a decision with a code, never an exception. <see cref="ReferralsException"/> means that nothing was stored. Where several programs are
/// registered, choose one with <see cref="ForProgram"/>, or tell all of them with <see cref="ForEveryProgram"/>.</para>
/// </remarks>
public sealed partial class ReferralEngine
{
    private readonly EngineScope _scope;

    /// <summary>Creates an engine without dependency injection, such as in a console program or a test.</summary>
    /// <param name="store">Where everything is kept.</param>
    /// <param name="options">The programs.</param>
    /// <param name="clock">Supplies the time of inputs that carry none; <c>null</c> for the system clock.</param>
    /// <param name="randomness">Where codes come from; <c>null</c> for cryptographic randomness. Pass another one only in tests.</param>
    /// <param name="loggers">Where the engine logs; <c>null</c> for nowhere. Activities and measurements are made either way.</param>
    /// <exception cref="Referrals.ReferralProgramException">A program asks for a rule that is not registered.</exception>
    /// <exception cref="ReferralsException">Events are published, and the store cannot keep them.</exception>
    public ReferralEngine(
        IReferralStore store,
        ReferralsOptions options,
        IClock? clock = null,
        ICodeRandomness? randomness = null,
        ILoggerFactory? loggers = null)
        : this(new EngineScope
        {
            Store = MeasuredReferralStore.Around(Checked(store), SystemTime.Provider(null)),
            Options = Checked(options),
            Programs = options.Registry(),
            Clock = clock ?? SystemTime.Clock((TimeProvider?)null),
            Logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Referrals"),
            Randomness = randomness ?? CryptographicRandomness.Instance,
        })
    {
    }

    internal ReferralEngine(EngineScope scope)
    {
        _scope = scope;
        EventOperations.RefuseStoreWithoutOutbox(scope);
    }

    /// <summary>Payouts: start, confirm, fail, and list what is open.</summary>
    public PayoutOperations Payouts => new(_scope);

    /// <summary>Decisions that people make: held referrals, rewards in review, bans.</summary>
    public ReviewOperations Reviews => new(_scope);

    /// <summary>The lifecycle of codes.</summary>
    public CodeOperations Codes => new(_scope);

    /// <summary>Domain events: their delivery and those that could not be delivered.</summary>
    public EventOperations Events => new(_scope);

    /// <summary>KPIs, and what they need beyond conversions: costs and survey answers.</summary>
    public ReportOperations Reports => new(_scope);

    /// <summary>Data subject rights: erase a person, export a person, resolve pseudonyms.</summary>
    public PrivacyOperations Privacy => new(_scope);

    /// <summary>Changes of programs that are kept in the store: drafts, publication, pauses and ends, and their history.</summary>
    /// <exception cref="ReferralsException">The options keep no programs in the store; see <see cref="ReferralsOptions.StorePrograms"/>.</exception>
    public PublishingOperations Publishing => new(_scope);

    /// <summary>What runs beside the product: due work, audit, journal and ledger, rebuild, export and import, simulation.</summary>
    public ProgramOperations Operations => new(_scope);

    /// <summary>The version in force of the program that the engine speaks of.</summary>
    /// <exception cref="ArgumentException">Several programs are registered and none is chosen; see <see cref="ForProgram"/>.</exception>
    public ReferralProgram Program => _scope.Programs.InForce(_scope.Tenant, _scope.Program, _scope.Clock.GetCurrentInstant());

    /// <summary>The clock that gives inputs their time where they carry none, and tells what is due.</summary>
    public IClock Clock => _scope.Clock;

    /// <summary>All registered programs with their versions.</summary>
    public ReferralPrograms Programs => new(_scope.Programs, _scope.Tenant, _scope.Clock);

    /// <summary>The same engine for one tenant, whose data is separate from that of all others.</summary>
    /// <exception cref="ArgumentException">The tenant is <c>default</c>.</exception>
    public ReferralEngine ForTenant(TenantId tenant) => new(_scope with { Tenant = InputText.Check(tenant) });

    /// <summary>The same engine for one of several registered programs.</summary>
    /// <exception cref="ArgumentException">The program is <c>default</c>, or not registered.</exception>
    public ReferralEngine ForProgram(ProgramId program) =>
        new(_scope with { Program = _scope.Programs.IdOf(InputText.Check(program)) });

    /// <summary>The same engine, whose decisions publish no events: for reports of the past, of which nobody is to be told, such as an import.</summary>
    public ReferralEngine WithoutEvents() => new(_scope with { IsSilent = true });

    /// <summary>Every registered program at once: report a sign-up or an order once, and each of them decides about it.</summary>
    public EveryProgram ForEveryProgram() => new(_scope);

    /// <summary>Makes a customer a referrer. Idempotent: enrolling again returns the same code and link. A refusal is an answer too: see <see cref="EnrolledReferrer.Reason"/>.</summary>
    /// <param name="enrollment">Who enrolls.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    /// <exception cref="CodesExhaustedException">No free code was found; the program's codes are too short. Nothing was stored.</exception>
    /// <exception cref="ArgumentException">Several programs are registered and none is chosen; see <see cref="ForProgram"/>.</exception>
    public async ValueTask<EnrolledReferrer> EnrollAsync(Enrollment enrollment, CancellationToken cancellationToken = default)
    {
        var decision = await SubmitAsync(enrollment, cancellationToken).ConfigureAwait(false);
        var program = _scope.Decider.Program;
        var hasCode = decision.Code is DecisionCodes.CodeIssued or DecisionCodes.CodeAlreadyIssued or DecisionCodes.ChosenCodeLate;
        return hasCode && ReferralCode.From(await CurrentAsync().ConfigureAwait(false) ?? decision.Subject!) is var code
            ? new EnrolledReferrer(code, program.Codes.Format(code), program.Links?.Build(code), decision)
            : new EnrolledReferrer(default, string.Empty, null, decision);

        // The decision is the first one; since then the code may have been replaced.
        async ValueTask<string?> CurrentAsync() =>
            decision.IsRepeated && await FindCodeAsync(enrollment.Customer, cancellationToken).ConfigureAwait(false) is { } current ? current.Code.Value : null;
    }

    /// <summary>Records that a referrer shared.</summary>
    /// <param name="share">Who shared, and by which channel.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ShareAsync(Share share, CancellationToken cancellationToken = default) => SubmitAsync(share, cancellationToken);

    /// <summary>Records that a visitor clicked a link or typed a code.</summary>
    /// <param name="touch">The click or the code.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> TouchAsync(Touch touch, CancellationToken cancellationToken = default) => SubmitAsync(touch, cancellationToken);

    /// <summary>Joins a visitor to a customer; the visitor's earlier touches then count as the customer's.</summary>
    /// <param name="identification">The visitor and the customer.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> IdentifyAsync(Identification identification, CancellationToken cancellationToken = default) =>
        SubmitAsync(identification, cancellationToken);

    /// <summary>Records a new customer, and creates the referral if one can be attributed.</summary>
    /// <param name="signUp">The customer, and what leads to a referrer.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> SignUpAsync(SignUp signUp, CancellationToken cancellationToken = default) => SubmitAsync(signUp, cancellationToken);

    /// <summary>Records a conversion and grants what it earns.</summary>
    /// <param name="conversion">The order, lead, deal or other event.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ConvertAsync(Conversion conversion, CancellationToken cancellationToken = default) =>
        SubmitAsync(conversion, cancellationToken);

    /// <summary>Decides what a conversion would earn now, and stores nothing: for a cart or a product page.</summary>
    /// <remarks>
    /// It reads what <see cref="ConvertAsync"/> would read and decides by the same rules, so that the answer is the one that the conversion
    /// gets if nothing changes until then. A conversion that was reported already gets its stored decision.
    /// </remarks>
    /// <param name="conversion">The conversion as it would be reported.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<Decision> PreviewAsync(Conversion conversion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        var customer = await _scope.NameOfAsync(conversion.Customer, cancellationToken).ConfigureAwait(false);
        return await _scope.Pipeline()
            .PreviewAsync(_scope.Partition, conversion with { Customer = customer }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Records a refund and takes back what the program says.</summary>
    /// <param name="refund">What was refunded.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> RefundAsync(Refund refund, CancellationToken cancellationToken = default) => SubmitAsync(refund, cancellationToken);

    /// <summary>Reports that a refund does not stand after all, such as after a dispute that was won.</summary>
    public ValueTask<Decision> CancelRefundAsync(RefundCancellation cancellation, CancellationToken cancellationToken = default) =>
        SubmitAsync(cancellation, cancellationToken);

    /// <summary>Reports what a conversion should have been, and corrects what it earned.</summary>
    public ValueTask<Decision> AmendAsync(Amendment amendment, CancellationToken cancellationToken = default) =>
        SubmitAsync(amendment, cancellationToken);

    /// <summary>Uses a customer's rewards, the oldest first.</summary>
    /// <param name="redemption">Who uses how much.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> RedeemAsync(Redemption redemption, CancellationToken cancellationToken = default) =>
        SubmitAsync(redemption, cancellationToken);

    /// <summary>Gives back what was redeemed, in whole or in part, when what it paid for is cancelled.</summary>
    /// <param name="cancellation">Which redemption, and how much of it.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> CancelRedemptionAsync(RedemptionCancellation cancellation, CancellationToken cancellationToken = default) =>
        SubmitAsync(cancellation, cancellationToken);

    /// <summary>Records which of the rewards on offer a customer prefers.</summary>
    /// <param name="choice">The customer, the rule and the reward.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ChooseRewardAsync(RewardChoice choice, CancellationToken cancellationToken = default) =>
        SubmitAsync(choice, cancellationToken);

    /// <summary>Records what is known of a customer: segment and attributes.</summary>
    /// <param name="update">The customer and what has changed.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> UpdateCustomerAsync(CustomerUpdate update, CancellationToken cancellationToken = default) =>
        SubmitAsync(update, cancellationToken);

    /// <summary>Submits any input: the way for imports and message handlers. Every method that reports something is this one.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    /// <exception cref="ArgumentException">Several programs are registered and none is chosen; see <see cref="ForProgram"/>.</exception>
    /// <exception cref="ReferralsException">Too many concurrency conflicts. Nothing was stored.</exception>
    public ValueTask<Decision> SubmitAsync(ReferralInput input, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(input, cancellationToken);

    /// <summary>Reads the programs of a tenant anew and gives their ids.</summary>
    internal async ValueTask<IReadOnlyCollection<ProgramId>> FollowAllAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var scope = _scope with { Tenant = tenant, Program = default };
        var ids = new List<ProgramId>();
        await foreach (var program in scope.ProgramIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add(program);
            await (scope with { Program = program }).FollowAsync(cancellationToken).ConfigureAwait(false);
        }

        return ids;
    }

    /// <summary>Reads the programs anew that this instance has met, and finds those that belong to no tenant.</summary>
    internal async ValueTask FollowKnownAsync(CancellationToken cancellationToken)
    {
        _ = await FollowAllAsync(default, cancellationToken).ConfigureAwait(false);
        foreach (var partition in _scope.Programs.Partitions.Where(static one => !one.Tenant.IsDefault).ToArray())
        {
            await (_scope with { Tenant = partition.Tenant, Program = partition.Program }).FollowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static T Checked<T>(T argument)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }
}

/// <summary>What a customer gets by enrolling: the code, how it is shown, and the link; or nothing, and the decision says why.</summary>
public sealed record EnrolledReferrer
{
    internal EnrolledReferrer(ReferralCode code, string displayCode, string? link, Decision decision)
    {
        Code = code;
        DisplayCode = displayCode;
        Link = link;
        Decision = decision;
    }

    /// <summary>Whether the customer has a code: new, or from before. A refused wish for a code leaves the code that there is.</summary>
    public bool HasCode => !Code.IsDefault;

    /// <summary>Why the enrollment was refused, such as <c>code.chosen_taken</c>; <c>null</c> where it was not.</summary>
    public string? Reason => Decision.IsAccepted ? null : Decision.Code;

    /// <summary>The code in its canonical form; <c>default</c> where the customer has none.</summary>
    public ReferralCode Code { get; }

    /// <summary>The code as it is shown to people, in groups; empty where the customer has none.</summary>
    public string DisplayCode { get; }

    /// <summary>The link; <c>null</c> if the program has no link template, or the customer has no code.</summary>
    public string? Link { get; }

    /// <summary>The decision: whether the code is new.</summary>
    public Decision Decision { get; }
}
