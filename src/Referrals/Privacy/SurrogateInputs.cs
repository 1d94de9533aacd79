namespace Referrals.Privacy;

/// <summary>Puts surrogates in the place of the persons and visitors of an input.</summary>
internal static class SurrogateInputs
{
    /// <summary>No surrogate looks like this.</summary>
    private static readonly CustomerId Nobody = CustomerId.From("nobody");

    /// <summary>The input as it is decided and stored.</summary>
    /// <param name="directory">Knows the surrogates.</param>
    /// <param name="words">What may be stored of an e-mail domain.</param>
    /// <param name="input">The input as the application reports it.</param>
    /// <param name="owner">Whose input it was when it was told before, if that person was erased since: then it is theirs, and nobody new's.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    internal static async ValueTask<ReferralInput> OfAsync(
        PersonDirectory directory, ProgramWords words, ReferralInput input, CustomerId? owner, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case Enrollment one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false), Signals = Listed(one.Signals) };
            case Share one:
                return one with { Referrer = await PersonAsync(one.Referrer).ConfigureAwait(false) };
            case Touch one:
                return one with { Visitor = directory.SurrogateOf(one.Visitor) };
            case Identification one:
                return one with
                {
                    Visitor = directory.SurrogateOf(one.Visitor),
                    Customer = await PersonAsync(one.Customer).ConfigureAwait(false),
                };
            case SignUp one:
                return one with
                {
                    Customer = await PersonAsync(one.Customer).ConfigureAwait(false),
                    Visitor = one.Visitor is { } visitor ? directory.SurrogateOf(visitor) : null,
                    Referrer = one.Referrer is { } referrer ? await PersonAsync(referrer).ConfigureAwait(false) : null,
                    Signals = Listed(one.Signals),
                };
            case Conversion one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false), Signals = Listed(one.Signals) };
            case SurveyAnswer one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case CustomerUpdate one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case RewardChoice one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case ReferralReview one:
                return one with { Referee = await PersonAsync(one.Referee).ConfigureAwait(false) };
            case ReferralDeadline one:
                return one with { Referee = await PersonAsync(one.Referee).ConfigureAwait(false) };
            case ReferrerBan one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case Redemption one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case PayoutStart one:
                // A payout makes nobody known: a stranger, or somebody who was erased, keeps a name under which nothing is stored.
                return one with { Customer = owner ?? await directory.FindAsync(one.Customer, cancellationToken).ConfigureAwait(false) ?? Nobody };
            case Expiration one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case CodeChange one:
                return one with { OnlyFor = one.OnlyFor is { } only ? await PersonAsync(only).ConfigureAwait(false) : null };
            case Refund or ProgramCost or Vesting or RewardReview or ReviewDeadline or Erasure or CatchUp
                or PayoutConfirmation or PayoutFailure or PayoutReturn:
                return input;
            default:
                throw new InvalidOperationException($"It is not known which persons a {input.GetType().Name} names.");
        }

        ValueTask<CustomerId> PersonAsync(CustomerId customer) => owner is { } before && customer == PersonOf(input)
            ? ValueTask.FromResult(before)
            : directory.SurrogateOfAsync(customer, cancellationToken);

        PersonSignals? Listed(PersonSignals? signals) => signals is null ? null : signals with { EmailDomain = words.DomainOf(signals.EmailDomain) };
    }

    /// <summary>Whose input it is; <c>null</c> for inputs of nobody.</summary>
    internal static CustomerId? PersonOf(ReferralInput input) => input switch
    {
        Enrollment one => one.Customer,
        Share one => one.Referrer,
        Identification one => one.Customer,
        SignUp one => one.Customer,
        Conversion one => one.Customer,
        SurveyAnswer one => one.Customer,
        CustomerUpdate one => one.Customer,
        RewardChoice one => one.Customer,
        ReferralReview one => one.Referee,
        ReferrerBan one => one.Customer,
        Redemption one => one.Customer,
        PayoutStart one => one.Customer,
        Expiration one => one.Customer,
        CodeChange one => one.OnlyFor,
        _ => null,
    };
}
