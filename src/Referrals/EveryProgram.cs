using Referrals.Storage;

namespace Referrals;

/// <summary>
/// Reports once what every program of a tenant hears: one decision for each program, in the ordinal order of their ids. See
/// <see cref="ReferralEngine.ForEveryProgram"/>.
/// </summary>
/// <remarks>
/// <para>Each program decides for itself: what one refuses or cannot decide takes nothing away from the others. A fault is in the answer, with the program
/// that it belongs to; report the same input again, and only what is missing is done. Where a host wants all or nothing, it opens a transaction around
/// the call and rolls it back after <see cref="ProgramDecisions.ThrowIfAnyFailed"/>.</para>
/// <para>A code or link belongs to one program; the others refuse the touch as unknown, which is no fault.</para>
/// </remarks>
/// <example><code>
/// var decisions = await referrals.ForEveryProgram().ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));
/// foreach (var (program, decision, fault) in decisions.Each) { ... }
/// </code></example>
public sealed class EveryProgram
{
    private readonly EngineScope _scope;

    internal EveryProgram(EngineScope scope) => _scope = scope;

    /// <summary>Records that a visitor clicked a link or typed a code, wherever it belongs.</summary>
    /// <param name="touch">The click or the code.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> TouchAsync(Touch touch, CancellationToken cancellationToken = default) => SubmitAsync(touch, cancellationToken);

    /// <summary>Joins a visitor to a customer.</summary>
    /// <param name="identification">The visitor and the customer.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> IdentifyAsync(Identification identification, CancellationToken cancellationToken = default) =>
        SubmitAsync(identification, cancellationToken);

    /// <summary>Records a new customer, and creates a referral in each program to which one can be attributed.</summary>
    /// <param name="signUp">The customer, and what leads to a referrer.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> SignUpAsync(SignUp signUp, CancellationToken cancellationToken = default) => SubmitAsync(signUp, cancellationToken);

    /// <summary>Records what is known of a customer now.</summary>
    /// <param name="update">The customer, and what changed.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> UpdateCustomerAsync(CustomerUpdate update, CancellationToken cancellationToken = default) =>
        SubmitAsync(update, cancellationToken);

    /// <summary>Records a conversion and grants what it earns in each program.</summary>
    /// <param name="conversion">The order, lead, deal or other event.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> ConvertAsync(Conversion conversion, CancellationToken cancellationToken = default) =>
        SubmitAsync(conversion, cancellationToken);

    /// <summary>Records a refund and takes back what each program says.</summary>
    /// <param name="refund">What was refunded.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> RefundAsync(Refund refund, CancellationToken cancellationToken = default) => SubmitAsync(refund, cancellationToken);

    /// <summary>Reports that a refund does not stand after all.</summary>
    /// <param name="cancellation">The refund.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> CancelRefundAsync(RefundCancellation cancellation, CancellationToken cancellationToken = default) =>
        SubmitAsync(cancellation, cancellationToken);

    /// <summary>Reports what a conversion should have been, and corrects what it earned.</summary>
    /// <param name="amendment">The conversion as it should have been.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> AmendAsync(Amendment amendment, CancellationToken cancellationToken = default) =>
        SubmitAsync(amendment, cancellationToken);

    /// <summary>
    /// Erases a person in every program. See <see cref="PrivacyOperations.EraseAsync(CustomerId, CancellationToken)"/>.
    /// </summary>
    /// <param name="customer">The person.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays.</param>
    public ValueTask<ProgramDecisions> EraseAsync(CustomerId customer, CancellationToken cancellationToken = default) =>
        EachAsync(scope => new ReferralEngine(scope).Privacy.EraseAsync(InputText.Check(customer), cancellationToken), cancellationToken);

    private ValueTask<ProgramDecisions> SubmitAsync(ReferralInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);

        // One time for all of them, so that no program takes it for another click or a later order.
        var stamped = input.Stamped(_scope.Clock.GetCurrentInstant());
        return EachAsync(async scope => await scope.SubmitAsync(stamped, cancellationToken).ConfigureAwait(false), cancellationToken);
    }

    private async ValueTask<ProgramDecisions> EachAsync(Func<EngineScope, ValueTask<Decision?>> decideAsync, CancellationToken cancellationToken)
    {
        var each = new List<ProgramDecision>();
        var programs = await _scope.ProgramIdsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var program in programs.OrderBy(static id => id.Value, StringComparer.Ordinal))
        {
            try
            {
                each.Add(new ProgramDecision(program, await decideAsync(_scope with { Program = program }).ConfigureAwait(false), null));
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or RetryUnitOfWorkException or ArgumentException))
            {
                // A broken transaction of the host's is told by the next program as well, and by the commit.
                each.Add(new ProgramDecision(program, null, fault));
            }
        }

        return new ProgramDecisions(each);
    }
}

/// <summary>What each program decided about one input, in the ordinal order of the programs' ids.</summary>
public sealed record ProgramDecisions
{
    internal ProgramDecisions(IEnumerable<ProgramDecision> each) => Each = each.ToValueList();

    /// <summary>One entry for each program.</summary>
    public IReadOnlyList<ProgramDecision> Each { get; }

    /// <summary>What one program decided; <c>null</c> where it could not, or is not registered.</summary>
    /// <param name="program">The program.</param>
    public Decision? Of(ProgramId program) => Each.FirstOrDefault(one => one.Program == program)?.Decision;

    /// <summary>The entries of programs that could not decide.</summary>
    public IEnumerable<ProgramDecision> Failed => Each.Where(static one => one.Fault is not null);

    /// <summary>Does nothing where every program has decided. Refusals are decisions.</summary>
    /// <exception cref="ReferralsException">A program could not decide; the first fault is the inner exception.</exception>
    public void ThrowIfAnyFailed()
    {
        if (Failed.ToArray() is [{ Fault: { } first }, ..] failed)
        {
            throw new ReferralsException(
                $"{failed.Length} of {Each.Count} programs could not decide: {string.Join(", ", failed.Select(static one => one.Program.Value))}. "
                    + "What the others decided is stored, or goes with your transaction; report the input again once the cause is gone.",
                first);
        }
    }
}

/// <summary>What one program decided.</summary>
public sealed record ProgramDecision
{
    internal ProgramDecision(ProgramId program, Decision? decision, Exception? fault)
    {
        Program = program;
        Decision = decision;
        Fault = fault;
    }

    /// <summary>The program.</summary>
    public ProgramId Program { get; }

    /// <summary>Its decision, a refusal included; <c>null</c> where it could not decide, or knew nobody to erase.</summary>
    public Decision? Decision { get; }

    /// <summary>Why it could not decide: nothing of the input is stored in this program. <c>null</c> where it did.</summary>
    public Exception? Fault { get; }

    /// <summary>The three at once.</summary>
    /// <param name="program">The program.</param>
    /// <param name="decision">Its decision; <c>null</c> where it could not decide.</param>
    /// <param name="fault">Why it could not; <c>null</c> where it did.</param>
    public void Deconstruct(out ProgramId program, out Decision? decision, out Exception? fault) =>
        (program, decision, fault) = (Program, Decision, Fault);
}
