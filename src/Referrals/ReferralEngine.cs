using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Referrals.Codes;
using Referrals.Deciding;
using Referrals.Entropy;
using Referrals.Pipeline;
using Referrals.State;
using Referrals.Privacy;
using Referrals.Registration;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// The front door: the host reports what happened, and gets a decision with its reasons. Every decision is stored in one commit
/// with all its effects, in the host's own database; with the Entity Framework store, in the host's open transaction.
/// </summary>
/// <example><code>
/// var enrolled = await referrals.EnrollAsync(Enrollment.Of(alice));               // code and link, the same ones each time
/// await referrals.TouchAsync(Touch.Click(enrolled.Link!, visitor));               // landing page
/// await referrals.SignUpAsync(SignUp.Of(bob).ByVisitor(visitor));                 // account created
/// var decision = await referrals.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));
/// Console.WriteLine(decision.Explanation.ToText());                               // why, or why not
/// </code></example>
/// <remarks>
/// An instance serves one scope, as its store does; over the in-memory store it may be used by many threads. An ordinary refusal is
/// a decision with a code, never an exception. <see cref="ReferralsException"/> means that nothing was stored.
/// </remarks>
public sealed partial class ReferralEngine
{
    private readonly IReferralStore _store;
    private readonly ReferralsOptions _options;
    private readonly ProgramRegistry _programs;
    private readonly IClock _clock;
    private readonly ILogger _logger;
    private readonly ICodeRandomness _randomness;
    private readonly TenantId _tenant;

    /// <summary>An engine without dependency injection, such as in a console program or a test.</summary>
    /// <param name="store">Where everything is kept.</param>
    /// <param name="options">The programs.</param>
    /// <param name="clock">Says when inputs happened that carry no time; <c>null</c> for the system's clock.</param>
    /// <param name="randomness">Where codes come from; <c>null</c> for cryptographic randomness. Give another one only in tests.</param>
    /// <exception cref="Programs.ReferralProgramException">A program asks for a rule that is not registered.</exception>
    /// <exception cref="ReferralsException">Events are published, and the store cannot keep them.</exception>
    public ReferralEngine(
        IReferralStore store, ReferralsOptions options, IClock? clock = null, ICodeRandomness? randomness = null)
        : this(
            Checked(store),
            Checked(options),
            new ProgramRegistry(options.Programs, options.Rules, options.LinkSigner),
            clock ?? SystemTime.Clock(null),
            NullLoggerFactory.Instance) =>
        _randomness = randomness ?? CryptographicRandomness.Instance;

    internal ReferralEngine(
        IReferralStore store, ReferralsOptions options, ProgramRegistry programs, IClock clock, ILoggerFactory loggers)
    {
        RefuseStoreWithoutOutbox(store, options);
        _store = store;
        _options = options;
        _programs = programs;
        _clock = clock;
        _logger = loggers.CreateLogger("Referrals");
        _randomness = CryptographicRandomness.Instance;
    }

    private ReferralEngine(ReferralEngine engine, TenantId tenant)
        : this(engine._store, engine._options, engine._programs, engine._clock, NullLoggerFactory.Instance)
    {
        _logger = engine._logger;
        _randomness = engine._randomness;
        _tenant = tenant;
    }

    /// <summary>The same engine for one tenant, whose data is apart from that of all others.</summary>
    /// <exception cref="ArgumentException">The tenant is <c>default</c>.</exception>
    public ReferralEngine ForTenant(TenantId tenant) => new(this, InputText.Check(tenant));

    /// <summary>Makes a customer a referrer. Enrolling again gives the same code and link.</summary>
    /// <param name="enrollment">Who enrols.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early; what was stored by then stays.</param>
    /// <exception cref="CodesExhaustedException">No free code was found; the program's codes are too short. Nothing was stored.</exception>
    public async ValueTask<EnrolledReferrer> EnrollAsync(
        Enrollment enrollment, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var decision = await SubmitAsync(enrollment, program, cancellationToken).ConfigureAwait(false);
        var data = _programs.Find(program).Program;
        var code = ReferralCode.From(decision.Subject ?? throw new ReferralsException(
            $"The enrolment was refused: {decision.Code}. Report it under a key of its own, or without one."));
        return new EnrolledReferrer(code, data.Codes.Format(code), data.Links?.Build(code), decision);
    }

    /// <summary>Records that a referrer shared.</summary>
    public ValueTask<Decision> ShareAsync(Share share, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(share, program, cancellationToken);

    /// <summary>Records a click on a link or a typed code of a visitor.</summary>
    public ValueTask<Decision> TouchAsync(Touch touch, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(touch, program, cancellationToken);

    /// <summary>Joins a visitor to a customer; the visitor's earlier touches then count as the customer's.</summary>
    public ValueTask<Decision> IdentifyAsync(
        Identification identification, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(identification, program, cancellationToken);

    /// <summary>Records a new customer, and creates the referral if one can be attributed.</summary>
    public ValueTask<Decision> SignUpAsync(SignUp signUp, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(signUp, program, cancellationToken);

    /// <summary>Records a conversion and grants what it earns.</summary>
    public ValueTask<Decision> ConvertAsync(
        Conversion conversion, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(conversion, program, cancellationToken);

    /// <summary>Records a refund and takes back what the program says.</summary>
    public ValueTask<Decision> RefundAsync(Refund refund, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(refund, program, cancellationToken);

    /// <summary>Reports any input: the way for imports and message handlers. All other reporting methods are this one.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early; what was stored by then stays.</param>
    /// <exception cref="ArgumentException">The program is not registered, or none is named and there are several.</exception>
    /// <exception cref="ReferralsException">Other workers were faster too many times in a row. Nothing was stored.</exception>
    public async ValueTask<Decision> SubmitAsync(
        ReferralInput input, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Directory(program) is { } directory)
        {
            input = await SurrogateInputs.OfAsync(directory, input, cancellationToken).ConfigureAwait(false);
        }

        return await DecideAsync(input, program, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides an input that names persons as they are stored.</summary>
    private async ValueTask<Decision> DecideAsync(ReferralInput input, ProgramId program, CancellationToken cancellationToken)
    {
        if (input.Uses is { } owner)
        {
            // What can be used is what can be used at that instant, whether or not the timer has run.
            var at = (input.OccurredAt ?? _clock.GetCurrentInstant()).ToMicroseconds();
            _ = await new TimePassing(
                _store, PartitionOf(program), due => DecideAsync(due, program, cancellationToken), _logger, DueWork.ConcerningOwner(owner))
                .RunAsync(at, cancellationToken).ConfigureAwait(false);
        }

        var pipeline = new DecisionPipeline(
            _store, _programs.Find(program), _clock, _randomness, _options.MaxAttempts, _options.Outbox, _logger);
        return await pipeline.RunAsync(PartitionOf(program), input, cancellationToken).ConfigureAwait(false);
    }

    private static T Checked<T>(T argument)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }

    private Partition PartitionOf(ProgramId program) => Partition.Of(_tenant, _programs.Find(program).Program.Id);
}
