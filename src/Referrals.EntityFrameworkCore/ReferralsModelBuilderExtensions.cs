using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Model;

namespace Referrals.EntityFrameworkCore;

/// <summary>Adds the referral tables to a custom model.</summary>
public static class ReferralsModelBuilderExtensions
{
    /// <summary>
    /// Adds the tables of the Referrals SDK to the model, so that they stand in the application's migrations and join its
    /// transactions. Call it in <see cref="DbContext.OnModelCreating"/>.
    /// </summary>
    /// <param name="modelBuilder">The model builder of the application's context.</param>
    /// <param name="configure">Sets schema and table prefix; optional.</param>
    /// <exception cref="ArgumentException">A name holds characters other than letters, digits and underscores.</exception>
    /// <example><code>
    /// protected override void OnModelCreating(ModelBuilder modelBuilder) =>
    ///     modelBuilder.UseReferrals(options => options.Schema = "referrals");
    /// </code></example>
    public static ModelBuilder UseReferrals(this ModelBuilder modelBuilder, Action<ReferralsModelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var options = new ReferralsModelOptions();
        configure?.Invoke(options);
        options.Check();
        ReferralsModel.AddTo(modelBuilder, options);
        return modelBuilder;
    }
}
