namespace Referrals.Privacy;

/// <summary>Puts surrogates in the place of the persons and visitors of an input.</summary>
internal static class SurrogateInputs
{
    /// <summary>No surrogate looks like this.</summary>
    private static readonly CustomerId Nobody = CustomerId.From("nobody");

    internal static async ValueTask<ReferralInput> OfAsync(
        PersonDirectory directory, ReferralInput input, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case Enrollment one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
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
                };
            case Conversion one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case SurveyAnswer one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case CustomerUpdate one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case RewardChoice one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case ReferralReview one:
                return one with { Referee = await PersonAsync(one.Referee).ConfigureAwait(false) };
            case ReferrerBan one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case Redemption one:
                return one with { Customer = await PersonAsync(one.Customer).ConfigureAwait(false) };
            case PayoutStart one:
                // A payout makes nobody known: a stranger, or somebody who was erased, keeps a name under which nothing is stored.
                return one with { Customer = await directory.FindAsync(one.Customer, cancellationToken).ConfigureAwait(false) ?? Nobody };
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

        ValueTask<CustomerId> PersonAsync(CustomerId customer) => directory.SurrogateOfAsync(customer, cancellationToken);
    }
}
