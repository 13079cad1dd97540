"""Signing in and one's account, under the names django-allauth calls them by. At the collective's host alone."""

from django.urls import path, re_path

from tess.identity.views import address, factors, passwords, sign_in

urlpatterns = [
    path("connexion/", sign_in.sign_in, name="account_login"),
    path("connexion/code/", sign_in.request_code, name="account_request_login_code"),
    path("connexion/code/saisie/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("connexion/second-facteur/", sign_in.second_factor, name="mfa_authenticate"),
    path("connexion/cle/", sign_in.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("connexion/pas-de-compte/", sign_in.no_account, name="account_signup"),
    path("connexion/compte-ferme/", sign_in.inactive, name="account_inactive"),
    path("mot-de-passe/oublie/", passwords.forgotten, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", passwords.link_sent, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]{1,64})-(?P<key>[0-9A-Za-z-]{1,200})/$",
        passwords.new_password,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/change/", passwords.password_is_new, name="account_reset_password_from_key_done"),
    path("compte/mot-de-passe/", passwords.change_password, name="account_change_password"),
    path("compte/mot-de-passe/premier/", passwords.set_password, name="account_set_password"),
    path("compte/adresse/", address.change_address, name="account_email"),
    re_path(r"^compte/adresse/(?P<key>[0-9A-Za-z:_-]{1,200})/$", address.confirm_address, name="account_confirm_email"),
    path("compte/verification/", factors.password_again, name="account_reauthenticate"),
    path("compte/verification/code/", factors.code_again, name="mfa_reauthenticate"),
    path("compte/verification/cle/", factors.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("compte/second-facteur/", factors.factors, name="mfa_index"),
    path("compte/second-facteur/application/", factors.add_application, name="mfa_activate_totp"),
    path("compte/second-facteur/application/retirer/", factors.remove_application, name="mfa_deactivate_totp"),
    path("compte/second-facteur/cle/", factors.add_passkey, name="mfa_add_webauthn"),
    path("compte/second-facteur/cle/<int:pk>/nom/", factors.rename_passkey, name="mfa_edit_webauthn"),
    path("compte/second-facteur/cle/<int:pk>/retirer/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("compte/second-facteur/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("compte/second-facteur/codes/nouveaux/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("compte/second-facteur/codes/fichier/", factors.save_recovery_codes, name="mfa_download_recovery_codes"),
]
